// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How far back the log of a key reaches. */
class ReplayBufferTests {

	private static final int DELTA_BYTES = 10;

	private static ReplayBuffer log(int maxDeltas, long maxBytes, int deltas) {
		ReplayBuffer log = new ReplayBuffer(maxDeltas, maxBytes, 0);
		LongStream.rangeClosed(1, deltas)
			.forEach((version) -> log.add(version, new EncodedDelta(new byte[DELTA_BYTES])));
		return log;
	}

	private static Optional<Integer> since(ReplayBuffer log, long version) {
		return log.since(version).map(List::size);
	}

	@Test
	void asManyDeltasAsAreKeptAreAllThere() {
		ReplayBuffer log = log(1_000, Long.MAX_VALUE, 1_000);

		assertThat(since(log, 0)).contains(1_000);
		assertThat(since(log, 999)).contains(1);
		assertThat(since(log, 1_000)).contains(0);
	}

	@Test
	void oneMoreAndTheFirstIsGone() {
		ReplayBuffer log = log(1_000, Long.MAX_VALUE, 1_001);

		assertThat(since(log, 0)).isEmpty();
		assertThat(since(log, 1)).contains(1_000);
	}

	@Test
	void asManyBytesAsAreKeptAreAllThere() {
		assertThat(since(log(1_000, 5 * DELTA_BYTES, 5), 0)).contains(5);
	}

	@Test
	void oneByteMoreAndTheFirstDeltaIsGone() {
		ReplayBuffer log = log(1_000, 5 * DELTA_BYTES - 1, 5);

		assertThat(since(log, 0)).isEmpty();
		assertThat(since(log, 1)).contains(4);
	}

}
