// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The watch of a prefix on real threads, within rules. */
class PrefixTests {

	private static final int KEYS = 5_000;

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

	/** Until when the policy does not answer about the key "slow". */
	private final AtomicReference<CountDownLatch> slow = new AtomicReference<>(new CountDownLatch(0));

	private final SodpServer server = SodpServer.builder().accessPolicy(new Policy()).build();

	private final FakeSocket socket = new FakeSocket();

	private final SessionInput input = this.server.accept(this.socket, Peer.remote("test"));

	@AfterEach
	void close() {
		this.server.close();
	}

	private List<Frame.StateInit> awaitView() {
		return awaitView(this.input);
	}

	private List<Frame.StateInit> awaitView(SessionInput reader) {
		this.socket.send(reader, new Frame.Watch(0, 1, List.of("game.*"), null));
		await().until(() -> snapshots().stream().anyMatch(Frame.StateInit::complete));
		return snapshots();
	}

	private List<Frame.StateInit> snapshots() {
		return this.socket.frames(Frame.StateInit.class);
	}

	@Test
	void everyReadableKeyIsSent() {
		for (int i = 0; i < KEYS; i++) {
			this.server.set("game." + i, i);
		}
		this.denied.add("game.7");

		List<Frame.StateInit> view = awaitView();

		assertThat(view).hasSize(KEYS);
		assertThat(view).extracting(Frame.StateInit::state).doesNotHaveDuplicates().doesNotContain("game.7");
	}

	@Test
	void aNewKeyIsSentIfItMayBeRead() {
		awaitView();
		this.denied.add("game.secret");

		this.server.set("game.secret", 1);
		this.server.set("game.open", 1);

		await().until(() -> snapshots().size() == 2);
		assertThat(snapshots().get(1).state()).isEqualTo("game.open");
		this.server.set("game.open", 2);
		await().until(() -> this.socket.frames(Frame.Delta.class).size() == 1);
	}

	@Test
	void aPolicyThatFailsForAKeyDeniesThatKey() {
		this.server.set("game.broken", 1);
		this.server.set("game.open", 1);

		assertThat(awaitView()).extracting(Frame.StateInit::state).containsExactly("game.open", "game.*");
	}

	@Test
	void thePrefixEndsWithTheRightToReadAKey() {
		this.server.set("game.a", 1);
		long stream = awaitView().get(1).stream();
		this.denied.add("game.a");

		this.server.recheckAccess();

		await().until(() -> this.socket.frames(Frame.Error.class).size() == 1);
		assertThat(this.socket.frames(Frame.Error.class).get(0).stream()).isEqualTo(stream);
	}

	@Test
	void thePrefixEndsWhileAnotherSessionIsStillBeingChecked() throws InterruptedException {
		this.server.set("game.a", 1);
		this.socket.send(this.server.accept(new FakeSocket(), Peer.remote("earlier")),
				new Frame.Watch(0, 1, List.of("slow"), null));
		awaitView(this.server.accept(this.socket, Peer.remote("later")));
		this.denied.add("game.a");
		this.slow.set(new CountDownLatch(1));

		Thread rechecking = new Thread(this.server::recheckAccess);
		rechecking.start();
		try {
			await().until(() -> this.socket.frames(Frame.Error.class).size() == 1);
		}
		finally {
			this.slow.get().countDown();
			rechecking.join();
		}
	}

	private final class Policy implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			if (key.equals("game.broken")) {
				throw new IllegalStateException("thrown on purpose");
			}
			if (key.equals("slow")) {
				awaitUninterruptibly(PrefixTests.this.slow.get());
			}
			return !PrefixTests.this.denied.contains(key);
		}

		private static void awaitUninterruptibly(CountDownLatch latch) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return true;
		}

	}

}
