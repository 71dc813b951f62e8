// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.ser.std.StdSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** What must hold between the engine, executors, transports and the application. */
@Timeout(60)
class ClientShellTests {

	private final FakeWire wire = new FakeWire();

	@Test
	void readyOfAClosedClientFailsAlsoAfterStart() {
		SodpClient client = builder().build();
		client.close();
		client.start();
		assertFails(client.ready());
	}

	@Test
	void readyCompletesForAFailedClientThatReconnects() throws Exception {
		try (SodpClient client = builder().reconnect(false).build()) {
			this.wire.next().listener.closed(LinkEnd.closed(1006, "cut"));
			await().until(() -> client.status().state() == ConnectionState.FAILED);
			client.reconnect();
			this.wire.next().hello();
			assertThat(client.ready().get(20, TimeUnit.SECONDS)).isSameAs(client);
		}
	}

	@Test
	void executorThatThrowsDoesNotLoseTheFuturesOfOthers() throws Exception {
		AtomicBoolean broken = new AtomicBoolean();
		Executor executor = (task) -> {
			if (broken.get()) {
				throw new IllegalStateException("pool is closed");
			}
			ForkJoinPool.commonPool().execute(task);
		};
		try (SodpClient client = builder().callbackExecutor(executor).errorListener((error) -> {
		}).build()) {
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			CompletableFuture<WriteResult> set = client.set("game", 1);
			broken.set(true);
			connection.listener.closed(LinkEnd.closed(1006, "cut"));
			assertFails(set);
		}
	}

	@Test
	void wakeUpThatIsDueAtOnceIsNotLost() throws Exception {
		try (SodpClient client = builder().errorListener((error) -> {
		}).build()) {
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			for (int i = 0; i < 200; i++) {
				String key = "key" + i;
				client.watch(key, (value, meta) -> {
				});
				connection.serve(new Frame.StateInit(10 + i, 1, key, 1, IntNode.valueOf(1), true, null));
				connection
					.serve(new Frame.Delta(10 + i, 1, key, 2, List.of(DeltaOp.update("bad", IntNode.valueOf(1)))));
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(2))
					.until(() -> watches(connection, key) == 2);
			}
		}
	}

	private static long watches(FakeWire.Connection connection, String key) {
		return connection.received.stream()
			.filter((frame) -> frame instanceof Frame.Watch watch && watch.states().contains(key))
			.count();
	}

	@Test
	void mapperWritesValuesAndNothingElse() throws Exception {
		SimpleModule loud = new SimpleModule().addSerializer(String.class, new StdSerializer<>(String.class) {

			@Override
			public void serialize(String value, JsonGenerator generator, SerializationContext context) {
				generator.writeString(value.toUpperCase(Locale.ROOT));
			}

		});
		try (SodpClient client = builder().jsonMapper(JsonMapper.builder().addModule(loud).build()).build()) {
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			client.setIn("game", "/name", "anna");
			await().until(() -> !connection.received.isEmpty());
			assertThat(connection.received).singleElement()
				.isInstanceOfSatisfying(Frame.Call.class, (call) -> assertThat(call.args())
					.hasToString("{\"state\":\"game\",\"path\":\"/name\",\"value\":\"ANNA\"}"));
		}
	}

	@Test
	void textThatCannotBeSentIsRefusedWhereItIsWritten() {
		try (SodpClient client = builder().build()) {
			assertThatIllegalArgumentException().isThrownBy(() -> client.watch("bad\uD800", (value, meta) -> {
			})).withMessageContaining("surrogate");
			assertFails(client.call("bad\uD800", Map.of()));
			assertFails(client.set("bad\uD800", 1));
		}
	}

	@Test
	void transportThatThrowsFailsTheAttemptWithItsReason() {
		Transport broken = (request, listener) -> {
			throw new IllegalStateException("no such provider");
		};
		try (SodpClient client = SodpClient.builder("ws://localhost:1").transport(broken).reconnect(false).build()) {
			assertThatThrownBy(() -> client.ready().get(20, TimeUnit.SECONDS)).hasMessageContaining("no such provider");
		}
	}

	@Test
	void tokenProviderThatThrowsAnErrorFailsTheAttempt() {
		try (SodpClient client = builder().tokenProvider(() -> {
			throw new NoClassDefFoundError("com/example/Jwt");
		}).reconnect(false).build()) {
			assertThatThrownBy(() -> client.ready().get(20, TimeUnit.SECONDS)).hasMessageContaining("com/example/Jwt");
		}
	}

	@Test
	void tokenProviderThatNeverReturnsTakesFewThreads() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		CompletableFuture<String> givenUp = new CompletableFuture<>();
		try (SodpClient client = builder().tokenProvider(() -> {
			asked.incrementAndGet();
			gate.await();
			return CompletableFuture.completedFuture("late");
		})
			.tokenTimeout(Duration.ofMillis(1))
			.reconnectDelay(Duration.ofMillis(1))
			.maxReconnectDelay(Duration.ofMillis(1))
			.errorListener((error) -> {
				if (error.message().contains("earlier calls")) {
					givenUp.complete(error.message());
				}
			})
			.build()) {
			assertThat(givenUp.get(30, TimeUnit.SECONDS)).contains("has not returned");
			assertThat(asked).hasValue(TokenRequests.MAX_AT_ONCE);
			assertThat(client.status().state()).isNotEqualTo(ConnectionState.FAILED);
		}
		finally {
			gate.countDown();
		}
	}

	@Test
	void stuckCallbacksDelayNeitherOtherKeysNorHeartbeats() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		CountDownLatch stuck = new CountDownLatch(50);
		CompletableFuture<JsonNode> other = new CompletableFuture<>();
		try (SodpClient client = builder().build()) {
			FakeWire.Connection connection = this.wire.next();
			connection.hello();
			for (int i = 0; i < 50; i++) {
				client.watch("key" + i, (value, meta) -> {
					stuck.countDown();
					gate.await();
				});
				connection.serve(new Frame.StateInit(10 + i, 1, "key" + i, 1, IntNode.valueOf(1), true, null));
			}
			assertThat(stuck.await(30, TimeUnit.SECONDS)).isTrue();
			client.watch("other", (value, meta) -> other.complete(value));
			connection.serve(new Frame.StateInit(9000, 1, "other", 1, IntNode.valueOf(2), true, null));
			connection.serve(new Frame.Heartbeat(0, 1));

			assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(IntNode.valueOf(2));
			assertThat(connection.received).anyMatch(Frame.Heartbeat.class::isInstance);
		}
		finally {
			gate.countDown();
		}
	}

	@Test
	void closedClientWatchesNothing() {
		SodpClient client = builder().build();
		client.close();
		assertThatIllegalStateException().isThrownBy(() -> client.watch("key", (value, meta) -> {
		})).withMessageContaining("closed");
	}

	@Test
	void urlThatCanNeverBeOpenedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> SodpClient.builder("ws://localhost:99999"))
			.withMessageContaining("65535");
		assertThatIllegalArgumentException().isThrownBy(() -> SodpClient.builder("ws://localhost/#part"))
			.withMessageContaining("#");
		assertThatIllegalArgumentException().isThrownBy(() -> SodpClient.builder("http://me:secret@localhost"))
			.withMessageContaining("ws://")
			.withMessageNotContaining("secret");
	}

	private SodpClientBuilder builder() {
		return SodpClient.builder("ws://localhost:1").transport(this.wire);
	}

	private static void assertFails(CompletableFuture<?> future) {
		assertThatThrownBy(() -> future.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
	}

}
