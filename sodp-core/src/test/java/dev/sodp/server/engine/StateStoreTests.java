// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept of keys that are deleted. */
class StateStoreTests {

	private static final long RETENTION = Duration.ofMinutes(10).toNanos();

	private static final long LOG_BYTES = 65;

	private StateStore store = new StateStore(SodpServer.builder().options(), new MemoryJournal("test"),
			new Loaders(List.of(), false, new ManualApplication()));

	@Test
	void keyThatComesAndGoesIsKeptOnce() {
		for (int i = 0; i < 1000; i++) {
			set("a", i);
			delete("a", i);
		}
		assertThat(this.store.deletedKeys()).isOne();
	}

	@Test
	void keyIsKeptFromItsLastDeletion() {
		delete("a", 0);
		set("a", 1);
		delete("a", 5);

		this.store.expireLogs(RETENTION + 4);
		assertThat(this.store.find("a")).isNotNull();
		this.store.expireLogs(RETENTION + 5);
		assertThat(this.store.find("a")).isNull();
		assertThat(this.store.deletedKeys()).isZero();
	}

	@Test
	void keyThatIsWrittenAgainIsNotForgotten() {
		delete("a", 0);
		set("a", 1);

		this.store.expireLogs(RETENTION * 2);
		assertThat(this.store.find("a")).isNotNull();
		assertThat(this.store.deletedKeys()).isZero();
	}

	@Test
	void logsOfDeletedKeysGoFirstAndThenThoseThatWereNotUsedForLongest() {
		long room = 4 * MemoryCeiling.KEY_BYTES + 5 * LOG_BYTES;
		this.store = new StateStore(SodpServer.builder().maxTotalBytes(room).options(), new MemoryJournal("test"),
				new Loaders(List.of(), false, new ManualApplication()));
		for (String key : List.of("deleted", "old", "resumed", "new")) {
			set(key, 0);
		}
		delete("deleted", 0);
		this.store.resumed(entry("resumed"));
		assertThat(logs()).containsExactly("deleted", "old", "resumed", "new");

		set("new", 0);
		assertThat(this.store.find("deleted")).isNull();
		assertThat(logs()).containsExactly("old", "resumed", "new");

		// What the forgotten key took is free for logs.
		fill(8);
		assertThat(logs()).contains("old");
		fill(1);
		assertThat(logs()).doesNotContain("old").contains("resumed");
		fill(1);
		assertThat(logs()).doesNotContain("resumed", "old");
		assertThat(entry("old").isInitialized()).isTrue();
	}

	/** Logs that hold all there was to know. */
	private List<String> logs() {
		return Stream.of("deleted", "old", "resumed", "new")
			.filter((key) -> this.store.find(key) != null && entry(key).log().since(0).isPresent())
			.toList();
	}

	private KeyEntry entry(String key) {
		return Objects.requireNonNull(this.store.find(key));
	}

	private void fill(int deltas) {
		for (int i = 0; i < deltas; i++) {
			set("new", 0);
		}
	}

	private void set(String key, long now) {
		commit(key, Edit.replaced(IntNode.valueOf(1)), now);
	}

	private void delete(String key, long now) {
		commit(key, Edit.deleted(), now);
	}

	private void commit(String key, Edit edit, long now) {
		this.store.commit(this.store.obtain(key), edit.value(), edit.initialized(), 1,
				this.store.versions().current() + 1, new EncodedDelta(new byte[1]), now);
	}

}
