// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;

/** What this JVM has used of processors, as Linux counts it. */
final class ProcessorTime {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private ProcessorTime() {
	}

	/** Without what its compiler has used, which a node that runs for days does not. */
	static long nanos() throws IOException {
		long compiler = 0;
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			for (Path thread : threads.toList()) {
				compiler += compilerNanos(thread);
			}
		}
		return SYSTEM.getProcessCpuTime() - compiler;
	}

	private static long compilerNanos(Path thread) throws IOException {
		try {
			List<String> name = Files.readAllLines(thread.resolve("comm"));
			return name.get(0).contains("CompilerThre")
					? Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]) : 0;
		}
		catch (NoSuchFileException ex) {
			// It has ended.
			return 0;
		}
	}

}
