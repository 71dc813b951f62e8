// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The names of the keys that exist. */
class KeyNamesTests {

	private final EngineFixture server = new EngineFixture();

	private final KeyNames names = this.server.engine.names();

	private void set(String... keys) {
		for (String key : keys) {
			this.server.set(key, "1");
		}
	}

	@Test
	void keysAreListedInOrderFromTheFirstWithThePrefix() {
		set("game.b", "games", "game.a", "gam", "game.c", "zoo", "game");

		assertThat(this.names.list("game.", null, 10)).containsExactly("game.a", "game.b", "game.c");
		assertThat(this.names.list("", null, 2)).containsExactly("gam", "game");
	}

	@Test
	void thePageAfterAKeyNeedNotKnowThatKey() {
		set("game.a", "game.c");

		assertThat(this.names.list("game.", "game.a", 10)).containsExactly("game.c");
		assertThat(this.names.list("game.", "game.b", 10)).containsExactly("game.c");
		assertThat(this.names.list("game.", "a", 10)).containsExactly("game.a", "game.c");
		assertThat(this.names.list("game.", "zoo", 10)).isEmpty();
	}

	@Test
	void pagesGoThroughAllKeysOnce() {
		for (int i = 0; i < 100; i++) {
			set("game." + i);
		}
		List<String> all = new ArrayList<>();
		@Nullable String last = null;
		List<String> page = this.names.list("game.", last, 7);
		while (!page.isEmpty()) {
			all.addAll(page);
			last = page.get(page.size() - 1);
			page = this.names.list("game.", last, 7);
		}

		assertThat(all).containsExactlyElementsOf(this.names.all()).hasSize(100);
	}

	@Test
	void aKeyThatIsDeletedOrOnlyWatchedDoesNotExist() {
		set("a", "b");
		this.server.mutate("a", Edits.delete());
		this.server.connect().watch("c");

		assertThat(this.names.all()).containsExactly("b");
		set("a");
		assertThat(this.names.all()).containsExactly("a", "b");
	}

}
