// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;

import dev.sodp.client.KeyState;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** Frames about the keys of a prefix whose bodies cannot be read. */
class PrefixMalformedFrameTests {

	private final EngineHarness client = new EngineHarness().live();

	private final PrefixWire wire = new PrefixWire(this.client);

	@Test
	void snapshotOfAKnownKeyThatIsLostWhileAViewIsResumedIsAskedFor() {
		this.wire.live();
		this.client.reconnect(EngineHarness.FULL);

		this.wire.malformedPage("game.*", "game.a");
		this.wire.complete("game.*", 9, false);
		this.client.advance(Duration.ofSeconds(2));

		assertThat(this.wire.requests("game.a") + this.wire.requests("game.*")).isGreaterThan(1);
	}

	@Test
	void deltaOfAKnownKeyThatIsLostWhileAViewIsResumedIsAskedFor() {
		this.wire.live();
		this.client.reconnect(EngineHarness.FULL);

		this.wire.malformedDelta("game.a");
		this.wire.complete("game.*", 9, false);
		this.client.advance(Duration.ofSeconds(2));

		assertThat(this.wire.requests("game.a") + this.wire.requests("game.*")).isGreaterThan(1);
	}

	@Test
	void keyWhoseSnapshotIsLostInAFullViewIsNotTakenForDeleted() {
		Recorder game = this.wire.live();
		// Has the whole prefix viewed again.
		this.wire.malformedDelta(null);
		this.client.advance(Duration.ofSeconds(1));
		assertThat(this.wire.requests("game.*")).isEqualTo(2);

		this.wire.malformedPage("game.*", "game.a");
		this.wire.page("game.*", "game.b", 2, "two");
		this.wire.complete("game.*", 9, false);

		assertThat(PrefixWire.seen(game)).noneMatch((event) -> event.contains("game.a") && event.endsWith("gone"));
		assertThat(this.client.engine.isWatching("game.a")).isTrue();
	}

	@Test
	void keyThatCannotBeReadDoesNotHideThoseAfterIt() {
		this.client.watch("game.*");
		for (int i = 0; i < 5; i++) {
			this.wire.page("game.*", "game.a", 1, "one");
			this.wire.malformedPage("game.*", "game.b");
			this.wire.page("game.*", "game.c", 3, "three");
			this.wire.complete("game.*", 3, false);
			this.client.keepAlive(Duration.ofSeconds(35));
		}

		assertThat(this.client.engine.value("game.c")).isEqualTo(tree("three"));
	}

	@Test
	void refusedPrefixIsNotRequestedBecauseOfAnotherOne() {
		this.wire.live();
		this.client.watch("secret.*");
		this.client.error(this.wire.requested("secret.*"), ErrorCode.DENIED, "Not allowed to read 'secret.*'");
		this.client.sent.clear();

		this.wire.malformedDelta(null);
		this.client.advance(Duration.ofSeconds(1));

		assertThat(this.wire.requests("secret.*")).isZero();
		assertThat(this.client.keyState("secret.*")).isEqualTo(KeyState.DENIED);
	}

	@Test
	void frameThatNamesAKeyOutsideOfAPrefixDoesNotConcernIt() {
		this.wire.live();
		this.client.sent.clear();

		this.wire.malformedDelta("other.key");
		this.client.advance(Duration.ofSeconds(1));

		assertThat(this.wire.requests("game.*")).isZero();
	}

}
