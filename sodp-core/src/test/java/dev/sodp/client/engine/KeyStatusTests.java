// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import org.junit.jupiter.api.Test;

import static dev.sodp.client.engine.EngineHarness.tree;
import static org.assertj.core.api.Assertions.assertThat;

/** What a client tells about its watched keys, and since when it holds. */
class KeyStatusTests {

	private final EngineHarness client = new EngineHarness();

	@Test
	void keyThatNobodyWatchesHasNone() {
		assertThat(this.client.engine.keyStatus("game")).isEmpty();
	}

	@Test
	void keyWaitsSinceItIsWatched() {
		at(3);
		this.client.watch("game");
		at(5);
		assertThat(status())
			.isEqualTo(new KeyStatus("game", KeyState.RESTORING, 0, false, second(3), Optional.of(second(3)), 1));
	}

	@Test
	void keyIsLiveSinceItsSnapshotAndNotSinceTheLastDelta() {
		this.client.live();
		this.client.watch("game");
		at(1);
		this.client.init(10, "game", 4, 1);
		at(2);
		this.client.delta(10, null, 5, DeltaOp.update("/", tree(2)));
		assertThat(status()).isEqualTo(new KeyStatus("game", KeyState.LIVE, 5, true, second(1), Optional.empty(), 1));
	}

	@Test
	void keyIsStaleSinceItsSessionEndedUntilTheNextSnapshot() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		at(7);
		this.client.reconnect(EngineHarness.FULL);
		assertThat(status().staleSince()).contains(second(7));
		this.client.init(10, "game", 4, 1);
		assertThat(status().staleSince()).isEmpty();
	}

	@Test
	void keyThatIsRemovedIsGoneSinceThenAndNotStale() {
		this.client.live();
		this.client.watch("game");
		this.client.init(10, "game", 4, 1);
		at(2);
		this.client.delta(10, null, 5, DeltaOp.remove("/"));
		assertThat(status()).isEqualTo(new KeyStatus("game", KeyState.GONE, 5, false, second(2), Optional.empty(), 1));
		assertThat(status().staleSince()).isEmpty();
	}

	@Test
	void keyThatIsRefusedIsDeniedSinceThen() {
		this.client.live();
		this.client.watch("game");
		at(2);
		refuse();
		assertThat(status().state()).isEqualTo(KeyState.DENIED);
		assertThat(status().since()).isEqualTo(second(2));
	}

	@Test
	void keyThatIsRefusedInOneSessionAfterTheOtherIsStaleFromTheBeginning() {
		this.client.live();
		at(2);
		this.client.watch("game");
		at(3);
		refuse();
		at(5);
		this.client.reconnect(EngineHarness.FULL);
		at(6);
		refuse();
		assertThat(status().since()).isEqualTo(second(6));
		assertThat(status().staleSince()).contains(second(2));
	}

	private void refuse() {
		this.client.error(this.client.lastSent(Frame.Watch.class).stream(), ErrorCode.DENIED, "no");
	}

	@Test
	void subscribersAreCountedPerKey() {
		Recorder first = this.client.watch("game");
		this.client.watch("game");
		assertThat(status().subscribers()).isEqualTo(2);
		this.client.engine.release(List.of(first));
		assertThat(status().subscribers()).isEqualTo(1);
	}

	@Test
	void allKeysAreListedInTheirOrder() {
		this.client.watch("zoo", "game", "lobby");
		assertThat(this.client.engine.keyStatuses()).extracting(KeyStatus::key).containsExactly("game", "lobby", "zoo");
	}

	@Test
	void clientTellsWhatItsEngineKnows() {
		try (SodpClient sodp = SodpClient.builder("ws://localhost:7777").autoStart(false).build()) {
			sodp.watch("game", (value, meta) -> {
			});
			assertThat(sodp.keyStatuses()).containsExactly(sodp.keyStatus("game").orElseThrow());
			assertThat(sodp.keyState("game")).contains(KeyState.RESTORING);
		}
	}

	private KeyStatus status() {
		return this.client.engine.keyStatus("game").orElseThrow();
	}

	private void at(int second) {
		this.client.time = Duration.ofSeconds(second).toNanos();
	}

	private static Instant second(int second) {
		return Instant.EPOCH.plusSeconds(second);
	}

}
