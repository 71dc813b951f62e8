// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.List;
import java.util.function.BiFunction;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A simulation that finds nothing proves nothing unless it would find something: each
 * test makes one mistake on purpose and counts the seeds until it is noticed.
 */
class SimulationFindsBugsTests {

	private static final int MAX_SEEDS = 1_000;

	@Test
	void aDeltaAppliedTwiceIsNoticed() {
		// The engine knows a duplicate by its version, so one with another version passes
		// the check as every duplicate would if there were none.
		assertThat(firstSeedToFail(new Sabotage() {
			@Override
			public List<Frame> received(Frame frame) {
				return (frame instanceof Frame.Delta delta) ? List.of(delta,
						new Frame.Delta(delta.stream(), delta.seq(), delta.state(), delta.version() + 1, delta.ops()))
						: List.of(frame);
			}
		}, "A callback of")).isLessThan(MAX_SEEDS);
	}

	@Test
	void anErrorBlamedOnTheOldestCallIsNoticed() {
		// Neither stream nor message, and a code that only calls can have caused.
		assertThat(firstSeedToFail(new Sabotage() {
			@Override
			public List<Frame> received(Frame frame) {
				boolean refusal = frame instanceof Frame.Error error && error.code() != ErrorCode.UNAUTHENTICATED;
				return List.of(refusal
						? new Frame.Error(Frame.CONTROL_STREAM, frame.seq(), ErrorCode.UNKNOWN_METHOD, "") : frame);
			}
		}, "and its caller was told dev.sodp.client.SodpRejectedException")).isLessThan(MAX_SEEDS);
	}

	@Test
	void aTimedOutCallThatIsSentLaterIsNoticed() {
		assertThat(firstSeedToFail(new Sabotage() {
			@Override
			public boolean sendsWhatTimedOut() {
				return true;
			}
		}, "and its caller was told dev.sodp.client.SodpNotSentException")).isLessThan(MAX_SEEDS);
	}

	@Test
	void keysThatAreNotInAViewAndKeptAreNoticed() {
		assertThat(firstSeedToFail(Simulation::withPrefixes, new Sabotage() {
			@Override
			public List<Frame> received(Frame frame) {
				return List.of((frame instanceof Frame.StateInit init && init.reset())
						? new Frame.StateInit(init.stream(), init.seq(), init.state(), init.version(), init.value(),
								init.initialized(), init.params(), true, false)
						: frame);
			}
		}, "Watch of ")).isLessThan(MAX_SEEDS);
	}

	@Test
	void aVersionOfAViewThatIsTooHighIsNoticed() {
		assertThat(firstSeedToFail(Simulation::withPrefixes, new Sabotage() {
			@Override
			public List<Frame> received(Frame frame) {
				return List.of((frame instanceof Frame.StateInit init && init.complete())
						? new Frame.StateInit(init.stream(), init.seq(), init.state(), init.version() + 5, init.value(),
								init.initialized(), init.params(), true, init.reset())
						: frame);
			}
		}, "Watch of ")).isLessThan(MAX_SEEDS);
	}

	/** The first seed that fails in the way that shows the mistake. */
	private static long firstSeedToFail(Sabotage mistake, String failure) {
		return firstSeedToFail(Simulation::new, mistake, failure);
	}

	private static long firstSeedToFail(BiFunction<Long, Sabotage, Simulation> kind, Sabotage mistake, String failure) {
		for (long seed = 0; seed < MAX_SEEDS; seed++) {
			try {
				kind.apply(seed, mistake).run();
			}
			catch (AssertionError ex) {
				if (String.valueOf(ex.getMessage()).contains(failure)) {
					return seed;
				}
			}
		}
		return MAX_SEEDS;
	}

}
