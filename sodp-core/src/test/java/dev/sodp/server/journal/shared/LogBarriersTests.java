// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.server.journal.JournalFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sessions that wait for the log go on in order, and a crowd of them costs no more than
 * each alone.
 */
class LogBarriersTests {

	private static final int CROWD = 1_000;

	private final LogBarriers barriers = new LogBarriers();

	private final List<String> results = new ArrayList<>();

	private LogBarriers.Barrier add(String name, long now) {
		return this.barriers.add((failure) -> this.results.add(name + result(failure)), now);
	}

	private static String result(@Nullable JournalFailure failure) {
		return (failure != null) ? ": " + failure.message() : "";
	}

	@Test
	void whoIsReachedGoesOn() {
		add("first", 0).number(5);
		add("second", 0).number(7);

		this.barriers.progress((number) -> number <= 6);

		assertThat(this.results).containsExactly("first");
		assertThat(this.barriers.isEmpty()).isFalse();
	}

	@Test
	void whoWaitsForTheAnswerOfTheLogIsNotOvertaken() {
		LogBarriers.Barrier first = add("first", 0);
		add("second", 0).number(5);
		this.barriers.progress((number) -> number <= 6);
		assertThat(this.results).isEmpty();

		first.number(5);
		this.barriers.progress((number) -> number <= 6);

		assertThat(this.results).containsExactly("first", "second");
	}

	@Test
	void aCrowdIsNotAskedOneByOne() {
		for (int i = 0; i < CROWD; i++) {
			add("", 0).number(7);
		}
		List<Long> asked = new ArrayList<>();

		this.barriers.progress((number) -> {
			asked.add(number);
			return false;
		});

		assertThat(asked).hasSize(1);
	}

	@Test
	void aCrowdGoesOnTogether() {
		for (int i = 0; i < CROWD; i++) {
			add("", 0).number(7);
		}

		this.barriers.progress((number) -> true);

		assertThat(this.results).hasSize(CROWD);
		assertThat(this.barriers.isEmpty()).isTrue();
	}

	@Test
	void whoHasWaitedTooLongIsToldWhy() {
		add("first", 0).number(7);
		add("second", 10).number(7);

		this.barriers.expire(15, 10);

		assertThat(this.results).containsExactly("first: " + LogFailures.BEHIND.message());
	}

	@Test
	void whatCannotBeAskedFailsAlone() {
		LogBarriers.Barrier first = add("first", 0);
		add("second", 0).number(5);
		JournalFailure failure = LogFailures.UNREACHABLE;

		this.barriers.fail(first, failure);
		this.barriers.progress((number) -> true);

		assertThat(this.results).containsExactly("first: " + failure.message(), "second");
	}

}
