// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Waiting for versions of keys that a prefix covers. */
class PrefixWaitingTests {

	private final EngineHarness client = new EngineHarness().live();

	private final PrefixWire wire = new PrefixWire(this.client);

	private CompletableFuture<Void> await(String key, long version) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.client.engine.await(key, version, Duration.ofSeconds(10), future);
		return future;
	}

	@Test
	void keyThatIsAboutToBeCreatedCanBeAwaited() {
		this.wire.live();
		CompletableFuture<Void> created = await("game.c", 3);

		this.wire.created("game.c", 3, "three");

		assertThat(created).isCompleted();
	}

	@Test
	void keyThatIsDeletedAndCreatedAgainCanBeAwaited() {
		this.wire.live();
		CompletableFuture<Void> created = await("game.a", 4);

		this.wire.removed("game.a", 3);
		this.wire.created("game.a", 4, "four");

		assertThat(created).isCompleted();
	}

	@Test
	void deletionCanBeAwaitedAfterItHasArrived() {
		this.wire.live();
		this.wire.removed("game.a", 3);

		assertThat(await("game.a", 3)).isCompleted();
	}

}
