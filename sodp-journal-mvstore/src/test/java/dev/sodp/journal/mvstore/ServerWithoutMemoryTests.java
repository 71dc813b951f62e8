// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.server.SodpServer;
import dev.sodp.server.StateOutcomeUnknownException;
import dev.sodp.server.StateUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The journal of a server runs out of memory once.
 */
class ServerWithoutMemoryTests {

	@TempDir
	Path directory;

	private final TestDisk disk = new TestDisk();

	@AfterEach
	void close() {
		this.disk.close();
	}

	private SodpServer start() {
		return SodpServer.builder()
			.journal(() -> this.disk.journal(this.directory).lockTimeout(Duration.ZERO).build())
			.build();
	}

	/** Fails once, as the heap may have room again right after. */
	private TestDisk.Fault outOfMemory(AtomicInteger calls) {
		return () -> {
			if (calls.getAndIncrement() == 0) {
				throw new OutOfMemoryError("test");
			}
		};
	}

	@Test
	void refusesWritesWithTheReasonGoesOnReadingAndLeavesTheStoreAlone() {
		AtomicInteger writes = new AtomicInteger();
		AtomicInteger reads = new AtomicInteger();
		try (SodpServer server = start()) {
			server.set("a", 1);
			this.disk.beforeWrite(outOfMemory(writes));
			assertThatExceptionOfType(StateOutcomeUnknownException.class).isThrownBy(() -> server.set("a", 2));
			this.disk.beforeRead(reads::incrementAndGet);
			for (int i = 0; i < 100; i++) {
				assertThatExceptionOfType(StateUnavailableException.class).isThrownBy(() -> server.set("a", 3));
			}
			assertThat(server.journal().isWritable()).isFalse();
			assertThat(server.journal().refusal()).contains("restart").contains("OutOfMemoryError");
			assertThat(server.get("a").orElseThrow().value().intValue()).isEqualTo(1);
		}
		assertThat(writes).as("no attempt after the one that failed").hasValue(1);
		assertThat(reads).as("the store is not opened again").hasValue(0);
		startsCleanly(1);
	}

	@Test
	void startsAgainAfterItRanOutOfMemoryWhileItStarted() {
		try (SodpServer server = start()) {
			server.set("a", 1);
		}
		for (int failing = 0; failing < 20; failing++) {
			AtomicInteger reads = new AtomicInteger(-failing);
			this.disk.beforeRead(outOfMemory(reads));
			try (SodpServer server = start()) {
				assertThat(reads).as("it did not read that often").hasNonPositiveValue();
				assertThat(server.keys()).containsExactly("a");
			}
			catch (RuntimeException ex) {
				assertThat(ex).hasStackTraceContaining("OutOfMemoryError");
			}
			this.disk.beforeRead(null);
		}
		startsCleanly(1);
	}

	private void startsCleanly(int value) {
		this.disk.beforeWrite(null);
		this.disk.beforeRead(null);
		try (SodpServer restarted = start()) {
			assertThat(restarted.get("a").orElseThrow().value().intValue()).isEqualTo(value);
			assertThat(restarted.journal().isWritable()).isTrue();
			assertThat(restarted.set("a", 9)).isPositive();
		}
	}

}
