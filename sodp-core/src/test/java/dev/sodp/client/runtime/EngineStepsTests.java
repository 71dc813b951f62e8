// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.engine.Deadlines;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** In which order, and under which lock, the steps of an engine are done. */
class EngineStepsTests {

	private final List<String> done = new ArrayList<>();

	private final EngineSteps steps = new EngineSteps(() -> Deadlines.NEVER, () -> {
	}, System::nanoTime);

	@Test
	void stepThatComesUpDuringAnotherOneFollowsIt() {
		this.steps.run(() -> {
			this.steps.run(() -> this.done.add("inner"));
			this.done.add("outer");
		});
		assertThat(this.done).containsExactly("outer", "inner");
	}

	@Test
	void effectsFollowAllStepsInTheirOrder() {
		this.steps.run(() -> {
			this.steps.afterwards(() -> this.done.add("first effect"));
			this.steps.run(() -> {
				this.steps.afterwards(() -> this.done.add("second effect"));
				this.done.add("inner");
			});
			this.done.add("outer");
		});
		assertThat(this.done).containsExactly("outer", "inner", "first effect", "second effect");
	}

	@Test
	void effectsLeaveTheEngineToOthers() {
		this.steps.run(() -> this.steps.afterwards(() -> this.done
			.add(CompletableFuture.supplyAsync(() -> this.steps.<String>get(() -> "step of another thread"))
				.orTimeout(20, TimeUnit.SECONDS)
				.join())));
		assertThat(this.done).containsExactly("step of another thread");
	}

	@Test
	void effectsOfStepThatFailsAreDone() {
		assertThatIllegalStateException().isThrownBy(() -> this.steps.run(() -> {
			this.steps.afterwards(() -> this.done.add("effect"));
			throw new IllegalStateException("failed");
		}));
		assertThat(this.done).containsExactly("effect");
		assertThat(this.steps.<String>get(() -> "next")).isEqualTo("next");
	}

	@Test
	void stepsThatComeUpDuringOneThatFailsAreTaken() {
		assertThatIllegalStateException().isThrownBy(() -> this.steps.run(() -> {
			this.steps.run(() -> this.done.add("inner"));
			throw new IllegalStateException("failed");
		}));
		assertThat(this.done).containsExactly("inner");
	}

	@Test
	void timerIsDueAtTheDeadlineThatAStepLeaves() throws Exception {
		CompletableFuture<String> rang = new CompletableFuture<>();
		AtomicInteger steps = new AtomicInteger();
		EngineSteps timed = new EngineSteps(() -> (steps.get() == 1) ? 0 : Deadlines.NEVER, () -> {
			steps.incrementAndGet();
			rang.complete("rang");
		}, () -> 0);
		timed.run(steps::incrementAndGet);
		assertThat(rang.get(20, TimeUnit.SECONDS)).isEqualTo("rang");
	}

}
