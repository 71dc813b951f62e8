// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;

import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

/** What is kept of keys that are deleted. */
class StateStoreTests {

	private static final long RETENTION = Duration.ofMinutes(10).toNanos();

	private final StateStore store = new StateStore(SodpServer.builder().options());

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

	private void set(String key, long now) {
		commit(key, Edit.replaced(IntNode.valueOf(1)), now);
	}

	private void delete(String key, long now) {
		commit(key, Edit.deleted(), now);
	}

	private void commit(String key, Edit edit, long now) {
		this.store.commit(this.store.obtain(key), edit, this.store.nextVersion(), 1, new EncodedDelta(new byte[1]),
				now);
	}

}
