// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.List;

import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys that do not exist, or that no one watches, are forgotten. */
class PrefixGhostTests {

	private static final Capabilities OTHER_HISTORY = Capabilities.builder()
		.with(Feature.values())
		.epoch("epoch-2")
		.build();

	private final EngineHarness client = new EngineHarness().live();

	private final PrefixWire wire = new PrefixWire(this.client);

	@Test
	void keyThatIsInNoneOfTwoFullViewsIsForgotten() {
		this.wire.live();
		this.client.watch("*");
		this.wire.page("*", "game.a", 1, "one");
		this.wire.page("*", "game.b", 2, "two");
		this.wire.complete("*", 2, false);
		this.client.reconnect(OTHER_HISTORY);

		this.wire.page("game.*", "game.b", 1, "two");
		this.wire.complete("game.*", 1, false);
		this.wire.page("*", "game.b", 1, "two");
		this.wire.complete("*", 1, false);

		assertThat(this.client.engine.values("").keySet()).containsExactly("game.b");
		assertThat(this.client.engine.isWatching("game.a")).isFalse();
		assertThat(PrefixWire.seen(this.client.watch("*"))).containsExactly("CACHE game.b@1 \"two\"");
	}

	@Test
	void answerToAWatchThatWasGivenUpIsNotTakenForAPartOfTheView() {
		this.client.watch("game.a");
		this.client.engine.unwatch("game.a");
		this.client.watch("game.*");

		// Sent before the server knew of the prefix; the key is deleted before the view.
		this.client.init(PrefixWire.KEY_STREAM, "game.a", 1, "one");
		this.wire.complete("game.*", 2, false);

		assertThat(this.client.engine.values("").keySet()).isEmpty();
	}

	@Test
	void readOfAKeyThatDoesNotExistLeavesNothingWhileOffline() {
		this.wire.live();
		this.client.loseLink();
		Recorder single = this.client.watch("game.x");
		this.client.engine.release(List.of(single));
		this.client.sent.clear();
		this.client.advance(this.client.engine.status().nextAttempt());
		this.client.hello(EngineHarness.FULL, false);
		this.wire.complete("game.*", 2, false);

		assertThat(this.client.engine.isWatching("game.x")).isFalse();
	}

	@Test
	void refusedPrefixDoesNotKeepKeysThatWereWatchedByThemselves() {
		EngineHarness other = new EngineHarness().live(Capabilities.NONE);
		other.watch("game.*");
		for (int i = 0; i < 100; i++) {
			Recorder single = other.watch("game.key" + i);
			other.init(20 + i, "game.key" + i, 1, "one");
			other.engine.release(List.of(single));
		}

		assertThat(other.engine.values("")).isEmpty();
	}

	@Test
	void keyWhoseReadIsRefusedIsForgotten() {
		this.wire.live();
		Recorder single = this.client.watch("game.x");
		this.client.engine.release(List.of(single));

		this.client.error(this.wire.requested("game.x"), ErrorCode.DENIED, "Not allowed to read 'game.x'");

		assertThat(this.client.denied).isEmpty();
		assertThat(this.client.engine.isWatching("game.x")).isFalse();
	}

}
