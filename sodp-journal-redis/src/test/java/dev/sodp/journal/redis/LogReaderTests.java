// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When the log is looked into. */
class LogReaderTests {

	private static final String[] ENTRY = { "*1", "*2", "$3", "log", "*1", "*2", "$3", "8-0", "*6", "$1", "k", "$1",
			"a", "$1", "p", "$0", "", "$1", "t", "$1", "x" };

	private final FakeServer server = new FakeServer();

	private final RedisLink link = this.server.link(Duration.ofMinutes(1));

	private final List<Runnable> later = new ArrayList<>();

	private final List<Long> seen = new ArrayList<>();

	private long nanos;

	private boolean failing;

	private final LogReader reader = new LogReader(this.link, "log".getBytes(StandardCharsets.UTF_8), (key) -> true,
			(entries, last, complete) -> {
				if (this.failing) {
					throw new IllegalStateException("on purpose");
				}
				this.seen.add(last);
			}, (delay, task) -> this.later.add(task), () -> this.nanos);

	@Test
	void whenNothingIsNewThenFollowerIsCalledAndReaderLooksAgain() {
		this.reader.readAfter(7);
		this.nanos += 1_000_000_000;
		this.server.answer("*-1");

		assertThat(this.seen).containsExactly(7L);
		assertThat(this.server.commands()).containsExactly("XREAD COUNT 500 BLOCK 1000 STREAMS log 7-0",
				"XREAD COUNT 500 BLOCK 1000 STREAMS log 7-0");
	}

	@Test
	void whenSomethingIsNewAfterAWhileThenReaderLooksAgainAtOnce() {
		this.reader.readAfter(7);
		this.nanos += 5_000_000;
		this.server.answer(ENTRY);

		assertThat(this.seen).containsExactly(8L);
		assertThat(this.server.commands()).hasSize(2).last().asString().endsWith("log 8-0");
	}

	@Test
	void whenSomethingIsAlwaysNewThenReaderTakesItsTime() {
		this.reader.readAfter(7);
		this.nanos += 100_000;
		this.server.answer(ENTRY);

		assertThat(this.seen).containsExactly(8L);
		assertThat(this.server.commands()).hasSize(1);
		this.later.remove(0).run();
		assertThat(this.server.commands()).hasSize(2);
	}

	@Test
	void whenFollowerFailsThenLinkEnds() {
		this.failing = true;
		this.reader.readAfter(7);
		this.server.answer(ENTRY);

		assertThat(this.link.ended()).isDone();
	}

	@Test
	void whenLogCannotBeReadThenLinkEnds() {
		this.reader.readAfter(7);
		this.server.answer("-WRONGTYPE Operation against a key holding the wrong kind of value");

		assertThat(this.link.ended()).isDone();
	}

}
