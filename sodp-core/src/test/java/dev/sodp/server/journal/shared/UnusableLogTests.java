// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
		log.failures.add(failure(cause));
		start(timeout, log);
	}

	private static LogException failure(Throwable cause) {
		return new LogException(new JournalFailure(ErrorCode.UNAVAILABLE, "no connection", cause), false);
	}

	private static void start(Duration timeout, RefusingLog log) {
		SharedLogSettings settings = new SharedLogSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), timeout,
				SharedLogSettings.DEFAULT.ids());
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

	/** A client of the log may say that a connection has ended, instead of why. */
	@Test
	void theReasonsOfEarlierAttemptsAreNamedToo() {
		RefusingLog log = new RefusingLog();
		log.failures.add(failure(new IllegalStateException("closed")));
		log.failures.add(failure(new IllegalStateException("WRONGPASS")));
		log.failures.add(failure(new IllegalStateException("closed")));

		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> start(Duration.ofMillis(50), log))
			.withMessageEndingWith(": no connection: closed; before that: no connection: WRONGPASS");
	}

	/** Fails to connect in the ways that the test wants. */
	private static final class RefusingLog implements SharedLog {

		private final Deque<LogException> failures = new ArrayDeque<>();

		private boolean closed;

		@Override
		public int partitions() {
			return 1;
		}

		@Override
		public CompletionStage<LogConnection> connect(int partition) {
			return CompletableFuture.failedFuture(this.failures.remove());
		}

		@Override
		public long nanos() {
			return 0;
		}

		@Override
		public void after(Duration delay, Runnable task) {
			if (!this.failures.isEmpty()) {
				task.run();
			}
		}

		@Override
		public void close() {
			this.closed = true;
		}

	}

}
