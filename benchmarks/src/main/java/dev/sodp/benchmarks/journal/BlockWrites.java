// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has caused to be written to disks, as Linux counts it. */
final class BlockWrites {

	private static final String FIELD = "write_bytes: ";

	private BlockWrites() {
	}

	static long bytes() throws IOException {
		return Files.readAllLines(Path.of("/proc/self/io"))
			.stream()
			.filter((line) -> line.startsWith(FIELD))
			.mapToLong((line) -> Long.parseLong(line.substring(FIELD.length())))
			.findFirst()
			.orElseThrow();
	}

}
