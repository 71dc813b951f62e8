// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** When the access policy is asked. */
class AccessPolicyTests {

	private final Set<String> denied = ConcurrentHashMap.newKeySet();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch answer = new CountDownLatch(1);

	/** Each test watches one key, which counts once even if the policy is asked again. */
	private final SodpServer server = SodpServer.builder().accessPolicy(new Policy()).watchesPerSecond(1).build();

	private final FakeSocket socket = new FakeSocket();

	private final SessionInput input = this.server.accept(this.socket, Peer.remote("test"),
			new SodpIdentity("alice", Map.of(), null));

	@AfterEach
	void close() {
		this.answer.countDown();
		this.server.close();
	}

	private void watch(String key) {
		this.socket.send(this.input, new Frame.Watch(0, 1, List.of(key), null));
	}

	private <T extends Frame> T awaitOnly(Class<T> type) {
		await().until(() -> this.socket.frames(type).size() == 1);
		return this.socket.frames(type).get(0);
	}

	@Test
	void itMayReadTheState() {
		this.server.set("members", List.of("alice"));

		watch("of-members");

		assertThat(awaitOnly(Frame.StateInit.class).state()).isEqualTo("of-members");
	}

	@Test
	void othersGoOnWhileItIsAsked() throws InterruptedException {
		Thread reader = new Thread(() -> watch("slow"));
		reader.start();
		this.asked.await();

		this.server.set("other", 1);

		assertThat(this.socket.frames(Frame.StateInit.class)).isEmpty();
		this.answer.countDown();
		reader.join();
		assertThat(awaitOnly(Frame.StateInit.class).state()).isEqualTo("slow");
	}

	@Test
	void aChangeWhileItIsAskedCounts() throws InterruptedException {
		Thread reader = new Thread(() -> watch("slow"));
		reader.start();
		this.asked.await();

		this.denied.add("slow");
		this.server.recheckAccess();
		this.answer.countDown();
		reader.join();

		assertThat(awaitOnly(Frame.Error.class).code()).isEqualTo(403);
		assertThat(this.socket.frames(Frame.StateInit.class)).isEmpty();
	}

	@Test
	void aSubscriptionThatIsNoLongerAllowedEnds() {
		watch("a");
		Frame.StateInit init = awaitOnly(Frame.StateInit.class);

		this.denied.add("a");

		assertThat(this.server.recheckAccess()).isEqualTo(1);
		assertThat(awaitOnly(Frame.Error.class).stream()).isEqualTo(init.stream());
		assertThat(this.server.sessions()).extracting(SessionInfo::watchedKeys).containsExactly(0);
	}

	@Test
	void aSessionCanBeClosed() {
		long id = this.server.sessions().get(0).id();

		assertThat(this.server.closeSession(id)).isTrue();

		assertThat(this.socket.closed.join()).isEqualTo(1000);
		assertThat(this.server.closeSession(id)).isFalse();
	}

	private final class Policy implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			boolean allowed = !AccessPolicyTests.this.denied.contains(key);
			if (key.equals("slow") && allowed) {
				AccessPolicyTests.this.asked.countDown();
				awaitAnswer();
			}
			return key.equals("of-members") ? isMember(identity) : allowed;
		}

		private boolean isMember(@Nullable SodpIdentity identity) {
			return identity != null && AccessPolicyTests.this.server.get("members")
				.orElseThrow()
				.value()
				.path(0)
				.stringValue()
				.equals(identity.subject());
		}

		private void awaitAnswer() {
			try {
				AccessPolicyTests.this.answer.await();
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
