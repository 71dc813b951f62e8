// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.stream.IntStream;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys are resumed one by one as long as the server's limit has room for each. */
class ScarceRequestsTests {

	private static final Capabilities THREE_PER_SECOND = EngineHarness.FULL.toBuilder()
		.limit(Limit.WATCHES_PER_SECOND, 3)
		.build();

	private final EngineHarness client = new EngineHarness().live();

	private void restore(int keys) {
		this.client.watch(IntStream.range(0, keys).mapToObj((i) -> "key" + i).toArray(String[]::new));
		IntStream.range(0, keys).forEach((i) -> this.client.init(10 + i, "key" + i, 5, i));
		this.client.reconnect(THREE_PER_SECOND);
	}

	@Test
	void asManyKeysAsTheLimitAllowsAreResumed() {
		restore(3);

		assertThat(this.client.sent(Frame.Resume.class)).hasSize(3);
		assertThat(this.client.sent(Frame.Watch.class)).isEmpty();
	}

	@Test
	void oneKeyMoreAndAllAreWatchedTogether() {
		restore(4);

		assertThat(this.client.sent(Frame.Resume.class)).isEmpty();
		assertThat(this.client.sent(Frame.Watch.class)).singleElement()
			.satisfies((watch) -> assertThat(watch.states()).hasSize(4));
	}

}
