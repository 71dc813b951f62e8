// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.JournalException;
import dev.sodp.server.journal.JournalFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A server that starts while the log of its cluster cannot be used. */
class UnusableLogTests {

	private static final Duration A_DAY = Duration.ofDays(1);

	private static void start(Throwable cause, Duration timeout, RefusingLog log) {
		SharedLogSettings settings = new SharedLogSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), timeout,
				SharedLogSettings.DEFAULT.ids());
		log.failure = new LogException(new JournalFailure(ErrorCode.UNAVAILABLE, "no connection", cause), false);
		SodpServer.builder().journal(() -> new SharedLogJournal(log, settings)).build();
	}

	@Test
	@Timeout(60)
	void whatOnlyAnOperatorCanMendIsReportedAtOnce() {
		RefusingLog log = new RefusingLog();
		JournalException reason = new JournalException("Two partitions are configured", "Configure one");

		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> start(reason, A_DAY, log)).isSameAs(reason);

		assertThat(log.closed).isTrue();
	}

	@Test
	void everyCauseOfARefusedConnectionIsNamed() {
		RefusingLog log = new RefusingLog();
		Exception cause = new IllegalStateException("Unable to connect", new IllegalStateException("WRONGPASS"));

		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> start(cause, Duration.ofMillis(50), log))
			.withMessageEndingWith(": no connection: Unable to connect: WRONGPASS");

		assertThat(log.closed).isTrue();
	}

	/** Fails to connect in the way that the test wants. */
	private static final class RefusingLog implements SharedLog {

		private LogException failure;

		private boolean closed;

		@Override
		public int partitions() {
			return 1;
		}

		@Override
		public CompletionStage<LogConnection> connect(int partition) {
			return CompletableFuture.failedFuture(this.failure);
		}

		@Override
		public long nanos() {
			return 0;
		}

		@Override
		public void after(Duration delay, Runnable task) {
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
