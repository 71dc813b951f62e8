// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.nio.file.Path;

import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class SodpServerHealthIndicatorTests {

	private static final Path DIRECTORY = Path.of("/var/lib/app");

	private static Health health(JournalStatus status) {
		try (SodpServer server = SodpServer.builder().journal(() -> new ReportingJournal(status)).build()) {
			return new SodpServerHealthIndicator(server, SodpServerProperties.Durability.INTERVAL, DIRECTORY, null)
				.health();
		}
	}

	@Test
	void isUpWhileChangesAreAccepted() {
		Health health = health(new JournalStatus(null, 3, 4096, 17));

		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("durability", "interval")
			.containsEntry("bytes", 4096L)
			.containsEntry("waiting", 3)
			.containsEntry("commits", 17L)
			.doesNotContainKey("reason");
	}

	@Test
	void isDownWithTheReasonWhileChangesAreRefused() {
		Health health = health(new JournalStatus("no space is left", 0, 4096, 17));

		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("reason", "no space is left").containsEntry("bytes", 4096L);
	}

	@Test
	void theReasonDoesNotSayWhereTheStateIs() {
		Health health = health(new JournalStatus(DIRECTORY.resolve("sodp.mv.db") + ": Input/output error", 0, 1, 1));

		assertThat(health.getDetails().get("reason")).isEqualTo("<directory>/sodp.mv.db: Input/output error");
	}

	@Test
	void aServerInMemorySaysSo() {
		try (SodpServer server = SodpServer.builder().build()) {
			Health health = new SodpServerHealthIndicator(server).health();

			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("durability").containsEntry("durability", "memory");
		}
	}

	/**
	 * Holds nothing and reports what the test wants.
	 *
	 * @param status how it is doing
	 */
	private record ReportingJournal(JournalStatus status) implements Journal {

		@Override
		public String open(LogLimits limits, JournalRecovery recovery, JournalListener listener) {
			return "epoch";
		}

		@Override
		public void append(Proposal proposal) {
		}

		@Override
		public void forget(String key, long version) {
		}

		@Override
		public void close() {
		}

	}

}
