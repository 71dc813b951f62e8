// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.SodpClient;
import dev.sodp.client.engine.EngineHarness;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What listeners learn that join a client after it was built. */
@Timeout(60)
class ClientEventTests {

	private final FakeWire wire = new FakeWire();

	private final List<String> events = new CopyOnWriteArrayList<>();

	private final SodpClient client = SodpClient.builder("ws://localhost:1")
		.transport(this.wire)
		.autoStart(false)
		.build();

	private final ClientEventListener listener = new ClientEventListener() {

		@Override
		public void onDenied(String key, int code, String message) {
			ClientEventTests.this.events.add(key + " denied with " + code + ": " + message);
		}

		@Override
		public void onError(ClientError error) {
			ClientEventTests.this.events.add(error.source() + " of " + error.key());
		}

	};

	@AfterEach
	void close() {
		this.client.close();
	}

	private FakeWire.Connection live() throws InterruptedException {
		this.client.start();
		FakeWire.Connection connection = this.wire.next();
		connection.hello();
		return connection;
	}

	@Test
	void refusedKeyIsTold() throws Exception {
		this.client.addEventListener(this.listener);
		denySecret();
		await().untilAsserted(() -> assertThat(this.events).contains("secret denied with 403: not yours"));
	}

	@Test
	void refusedWriteIsNoRefusedKey() {
		EngineHarness engine = new EngineHarness().live();
		engine.watch("game");
		engine.init(10, "game", 1, 1);
		engine.set("game", 2);
		engine.error(0, 403, "read only");
		assertThat(engine.denied).isEmpty();
	}

	@Test
	void keyRefusedAfterALateSnapshotIsTold() {
		EngineHarness engine = new EngineHarness().live();
		engine.watch("game");
		long stream = engine.lastSent(Frame.Watch.class).stream();
		engine.init(10, "game", 1, 1);
		engine.error(stream, 403, "not yours");
		assertThat(engine.denied).containsExactly("game 403 not yours");
	}

	@Test
	void errorIsToldAlsoWhereNobodyTakesIt() throws Exception {
		this.client.addEventListener(this.listener);
		FakeWire.Connection connection = live();
		this.client.watch("game", (value, meta) -> {
			throw new IllegalStateException("for the test");
		});
		connection.serve(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null));
		await().untilAsserted(() -> assertThat(this.events).contains("CALLBACK of game"));
	}

	@Test
	void listenerThatIsRemovedHearsNothing() throws Exception {
		this.client.addEventListener(this.listener);
		this.client.removeEventListener(this.listener);
		List<String> others = new CopyOnWriteArrayList<>();
		this.client.addEventListener(new ClientEventListener() {

			@Override
			public void onDenied(String key, int code, String message) {
				others.add(key);
			}

		});
		denySecret();
		await().untilAsserted(() -> assertThat(others).containsExactly("secret"));
		assertThat(this.events).isEmpty();
	}

	@Test
	void listenerThatThrowsHarmsNoOther() throws Exception {
		this.client.addEventListener(new ClientEventListener() {

			@Override
			public void onDenied(String key, int code, String message) {
				throw new IllegalStateException("for the test");
			}

		});
		this.client.addEventListener(this.listener);
		denySecret();
		await().untilAsserted(() -> assertThat(this.events).contains("secret denied with 403: not yours"));
	}

	private void denySecret() throws InterruptedException {
		FakeWire.Connection connection = live();
		this.client.watch("secret", (value, meta) -> {
		});
		connection.serve(new Frame.Error(0, 2, 403, "not yours"));
	}

}
