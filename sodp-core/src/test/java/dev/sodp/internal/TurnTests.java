// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TurnTests {

	private final Queue<String> queue = new ArrayDeque<>();

	private final Turn turn = new Turn(() -> !this.queue.isEmpty());

	@Test
	void oneCallerHasIt() {
		assertThat(this.turn.take()).isTrue();
		assertThat(this.turn.take()).isFalse();
	}

	@Test
	void itIsFreeAgainWhenThereIsNothingToDo() {
		this.turn.take();

		assertThat(this.turn.retake()).isFalse();
		assertThat(this.turn.take()).isTrue();
	}

	@Test
	void whoeverHasItKeepsItWhileThereIsMoreToDo() {
		this.turn.take();
		this.queue.add("added while the turn was taken");

		assertThat(this.turn.retake()).isTrue();
		assertThat(this.turn.take()).isFalse();
	}

	@Test
	void itCanBeGivenBackThoughThereIsMoreToDo() {
		this.turn.take();
		this.queue.add("left");

		this.turn.giveBack();

		assertThat(this.turn.take()).isTrue();
	}

	/** The moment at which a wake-up could be lost, if the look came first. */
	@Test
	void whatComesAfterTheLookGivesItToTheProducer() {
		List<Turn> self = new ArrayList<>();
		List<Boolean> produced = new ArrayList<>();
		Turn interrupted = new Turn(() -> {
			boolean work = !this.queue.isEmpty();
			this.queue.add("added after the look");
			produced.add(self.get(0).take());
			return work;
		});
		self.add(interrupted);
		interrupted.take();

		assertThat(interrupted.retake()).isFalse();
		assertThat(produced).containsExactly(true);
	}

	@Test
	void whatComesBeforeTheLookHasOneOwner() {
		List<Turn> self = new ArrayList<>();
		List<Boolean> produced = new ArrayList<>();
		Turn interrupted = new Turn(() -> {
			this.queue.add("added before the look");
			produced.add(self.get(0).take());
			return !this.queue.isEmpty();
		});
		self.add(interrupted);
		interrupted.take();

		assertThat(interrupted.retake()).isFalse();
		assertThat(produced).containsExactly(true);
	}

}
