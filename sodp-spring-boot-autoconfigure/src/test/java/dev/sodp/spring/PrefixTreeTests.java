// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Instant;
import java.util.Optional;

import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of the events of a watch of all keys with a prefix.
 */
class PrefixTreeTests {

	private static final KeyStatus LIVE = new KeyStatus("game.*", KeyState.LIVE, 9, true, Instant.EPOCH,
			Optional.empty(), 1);

	private final PrefixTree tree = new PrefixTree();

	private final int watch = this.tree.begin();

	private boolean accept(String key, @Nullable JsonNode value, Source source) {
		return this.tree.accept(this.watch, value, new WatchMeta(key, 1, value != null, source, 0));
	}

	@Test
	void nothingCanBeReadBeforeAllKeysAreKnown() {
		assertThat(accept("game.a", IntNode.valueOf(1), Source.INIT)).isFalse();
		assertThat(this.tree.view().complete()).isFalse();

		assertThat(this.tree.complete(this.watch, LIVE)).isTrue();

		assertThat(this.tree.view().complete()).isTrue();
		assertThat(this.tree.view().version()).isEqualTo(9);
		assertThat(this.tree.isCompleteSince(Instant.EPOCH)).isTrue();
		assertThat(accept("game.a", IntNode.valueOf(2), Source.DELTA)).isTrue();
	}

	@Test
	void aSnapshotThatEqualsWhatIsKnownIsNoChange() {
		JsonNode known = StringNode.valueOf("a value");
		accept("game.a", known, Source.INIT);
		this.tree.complete(this.watch, LIVE);
		long number = this.tree.view().number();

		assertThat(accept("game.a", StringNode.valueOf("a value"), Source.INIT)).isFalse();

		assertThat(this.tree.view().number()).isEqualTo(number);
		assertThat(this.tree.view().values().get("game.a")).isSameAs(known);
	}

	@Test
	void eventsOfAnEarlierWatchAreIgnored() {
		accept("game.a", IntNode.valueOf(1), Source.INIT);
		this.tree.complete(this.watch, LIVE);

		int next = this.tree.begin();

		assertThat(accept("game.b", IntNode.valueOf(2), Source.INIT)).isFalse();
		assertThat(this.tree.complete(this.watch, LIVE)).isFalse();
		assertThat(this.tree.view().complete()).isFalse();
		assertThat(this.tree.complete(next, LIVE)).isTrue();
		assertThat(this.tree.view().values()).isEmpty();
	}

	@Test
	void operationsBeginWithTheKey() {
		this.tree.complete(this.watch, LIVE);
		PrefixView empty = this.tree.view();
		accept("game.a", IntNode.valueOf(1), Source.DELTA);
		PrefixView one = this.tree.view();
		accept("game.b", IntNode.valueOf(2), Source.DELTA);
		accept("game.a", null, Source.DELTA);

		assertThat(one.opsSince(empty)).containsExactly(DeltaOp.add("/game.a", IntNode.valueOf(1)));
		assertThat(this.tree.view().opsSince(one)).containsExactlyInAnyOrder(DeltaOp.add("/game.b", IntNode.valueOf(2)),
				DeltaOp.remove("/game.a"));
	}

	@Test
	void whatHasChangedIsKnownUntilItIsTaken() {
		this.tree.take();
		accept("game.a", IntNode.valueOf(1), Source.DELTA);
		accept("game.b", IntNode.valueOf(2), Source.DELTA);

		assertThat(this.tree.take().keys()).containsExactlyInAnyOrder("game.a", "game.b");
		assertThat(this.tree.take().keys()).isEmpty();
	}

	@Test
	void namesOfKeysThatComeAndGoDoNotAccumulate() {
		this.tree.take();
		for (int i = 0; i < 100; i++) {
			accept("game.k" + i, IntNode.valueOf(i), Source.DELTA);
			accept("game.k" + i, null, Source.DELTA);
		}

		assertThat(this.tree.take().keys()).isNull();
	}

}
