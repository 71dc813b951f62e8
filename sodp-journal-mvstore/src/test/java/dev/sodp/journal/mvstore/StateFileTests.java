// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * State that moves between memory and disk as a file.
 */
class StateFileTests {

	private static final int KEYS = 3000;

	@TempDir
	Path directory;

	private SodpServer onDisk() {
		return SodpServer.builder()
			.journal(() -> MvStoreJournal.builder(this.directory.resolve("state")).build())
			.build();
	}

	private Path filled() {
		Path file = this.directory.resolve("from-memory");
		try (SodpServer server = SodpServer.builder().build()) {
			IntStream.range(0, KEYS).forEach((i) -> server.set("key" + i, Map.of("number", i, "half", i / 2.0)));
			server.exportTo(file);
		}
		return file;
	}

	@Test
	void fromMemoryToTheDiskAndBack() {
		Path file = filled();
		try (SodpServer server = onDisk()) {
			assertThat(server.importFrom(file)).isEqualTo(KEYS);
		}
		Path fromDisk = this.directory.resolve("from-disk");
		try (SodpServer restarted = onDisk()) {
			restarted.exportTo(fromDisk);
		}
		assertThat(fromDisk).hasSameBinaryContentAs(file);
		try (SodpServer server = SodpServer.builder().build()) {
			assertThat(server.importFrom(fromDisk)).isEqualTo(KEYS);
			assertThat(server.get("key7").orElseThrow().value().path("half").doubleValue()).isEqualTo(3.5);
		}
	}

	@Test
	void manyKeysShareACommit() {
		Path file = filled();
		try (SodpServer server = onDisk()) {
			server.importFrom(file);
			assertThat(server.journal().commits()).isLessThan(KEYS / 10);
		}
	}

}
