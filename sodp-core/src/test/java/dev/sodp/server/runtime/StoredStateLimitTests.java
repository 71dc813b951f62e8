// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A stored state that takes more than the server may. */
class StoredStateLimitTests {

	private static final int KEYS = 40;

	@RegisterExtension
	final LoggedWarnings log = new LoggedWarnings(DefaultSodpServer.class);

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
			assertThat(this.log.events()).singleElement().satisfies((line) -> {
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
			assertThat(this.log.events()).isEmpty();
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
