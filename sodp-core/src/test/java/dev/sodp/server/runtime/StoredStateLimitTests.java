// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.MemoryJournal;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.Proposal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A stored state that takes more than the server may. */
class StoredStateLimitTests {

	private static final int KEYS = 40;

	private final Logger logger = (Logger) LoggerFactory.getLogger(DefaultSodpServer.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.lines);
		this.logger.setLevel(null);
		this.logger.setAdditive(true);
	}

	private static SodpServer start(long maxTotalBytes) {
		return SodpServer.builder().maxTotalBytes(maxTotalBytes).journal(() -> new FilledJournal((recovery) -> {
			for (int i = 0; i < KEYS; i++) {
				recovery.key("key" + i, i + 1, StringNode.valueOf("x".repeat(1000)), i + 1, List.of());
			}
		})).build();
	}

	@Test
	void startsWithAWarningAndRefusesOnlyWhatGrows() {
		try (SodpServer server = start(8 * 1024)) {
			assertThat(this.lines.list).singleElement().satisfies((line) -> {
				assertThat(line.getLevel()).isEqualTo(Level.WARN);
				assertThat(line.getFormattedMessage()).contains("the limit is 8192");
			});
			assertThat(server.keys()).hasSize(KEYS);
			assertThatExceptionOfType(StateRejectedException.class)
				.isThrownBy(() -> server.set("key0", "x".repeat(2000)))
				.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.FULL));
			assertThat(server.set("key0", "smaller")).isPositive();
		}
	}

	@Test
	void whatFitsStartsInSilence() {
		try (SodpServer server = start(1024 * 1024)) {
			assertThat(server.keys()).hasSize(KEYS);
			assertThat(this.lines.list).isEmpty();
		}
	}

	/** Holds something, and commits at once. */
	private static final class FilledJournal implements Journal {

		private final MemoryJournal memory = new MemoryJournal("epoch");

		private final Consumer<JournalRecovery> contents;

		FilledJournal(Consumer<JournalRecovery> contents) {
			this.contents = contents;
		}

		@Override
		public String open(LogLimits limits, JournalRecovery recovery, JournalListener listener) {
			this.contents.accept(recovery);
			return this.memory.open(limits, recovery, listener);
		}

		@Override
		public void append(Proposal proposal) {
			this.memory.append(proposal);
		}

		@Override
		public void forget(String key, long version) {
			this.memory.forget(key, version);
		}

		@Override
		public JournalStatus status() {
			return this.memory.status();
		}

		@Override
		public void close() {
			this.memory.close();
		}

	}

}
