// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.Subscription;
import dev.sodp.client.WriteResult;
import dev.sodp.protocol.Frame;
import dev.sodp.state.DeltaOp;
import dev.sodp.transport.LinkEnd;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A client can be closed in any state, from any thread and from inside a callback. */
@Timeout(60)
class ClosingTests {

	/** The common pool may have a single thread. */
	private static final Executor NEW_THREAD = (task) -> new Thread(task).start();

	private final FakeWire wire = new FakeWire();

	private final Queue<String> told = new ConcurrentLinkedQueue<>();

	private final List<CompletableFuture<?>> futures = new ArrayList<>();

	private FakeWire.@Nullable Connection connection;

	private enum Stage {

		STOPPED, TOKEN, OPENING, HELLO, LIVE, WAITING, FAILED

	}

	@ParameterizedTest
	@EnumSource
	void closeIsCompleteAndQuietIn(Stage stage) throws Exception {
		SodpClient client = builder(stage).build();
		client.watch("game", (value, meta) -> this.told.add("value " + value));
		bring(client, stage);
		this.futures.add(client.ready());
		this.futures.add(client.set("game", 1));
		this.futures.add(client.await("game", 100, Duration.ofMinutes(10)));

		client.close();

		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(client.isWatching("game")).isFalse();
		for (CompletableFuture<?> future : this.futures) {
			assertEnds(future);
		}
		this.told.clear();
		serveLate();
		client.start();
		client.reconnect();
		client.stop();
		client.close();
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(this.wire.isIdle()).isTrue();
		assertThat(this.told).isEmpty();
	}

	@Test
	void closeInsideAConnectionListenerWorks() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		CompletableFuture<SodpClient> built = new CompletableFuture<>();
		SodpClient client = builder(Stage.LIVE).connectionListener((previous, status) -> {
			if (status.state().isLive()) {
				built.join().close();
				closed.complete(null);
			}
		}).build();
		built.complete(client);
		this.wire.next().hello();

		closed.get(20, TimeUnit.SECONDS);
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	void closeInsideAnErrorListenerWorks() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		CompletableFuture<SodpClient> built = new CompletableFuture<>();
		SodpClient client = SodpClient.builder("ws://localhost:1").transport(this.wire).errorListener((error) -> {
			built.join().close();
			closed.complete(null);
		}).build();
		built.complete(client);
		this.wire.next().listener.closed(LinkEnd.closed(1006, "cut"));

		closed.get(20, TimeUnit.SECONDS);
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
	}

	@Test
	void closeInsideATokenProviderWorks() throws Exception {
		CompletableFuture<Void> closed = new CompletableFuture<>();
		CompletableFuture<SodpClient> built = new CompletableFuture<>();
		SodpClient client = builder(Stage.LIVE).tokenProvider(() -> {
			built.join().close();
			closed.complete(null);
			return CompletableFuture.completedFuture("token");
		}).build();
		built.complete(client);

		closed.get(20, TimeUnit.SECONDS);
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(this.wire.isIdle()).isTrue();
	}

	@Test
	void closeInsideWhatFollowsAWriteWorks() throws Exception {
		SodpClient client = builder(Stage.LIVE).build();
		FakeWire.Connection live = this.wire.next();
		live.hello();
		CompletableFuture<Void> closed = client.set("game", 1).thenRun(client::close);
		CompletableFuture<WriteResult> other = client.set("other", 1);
		await().until(() -> live.received.size() == 2);
		Frame.Call call = (Frame.Call) live.received.get(0);
		live.serve(new Frame.Result(0, 2, call.callId(), true, IntNode.valueOf(0), null));

		closed.get(20, TimeUnit.SECONDS);
		assertThatThrownBy(() -> other.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(SodpOutcomeUnknownException.class);
	}

	@Test
	void closeDoesNotWaitForACallbackThatIsStuck() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		CompletableFuture<Void> stuck = new CompletableFuture<>();
		SodpClient client = builder(Stage.LIVE).build();
		client.watch("game", (value, meta) -> {
			stuck.complete(null);
			gate.await();
		});
		FakeWire.Connection live = this.wire.next();
		live.hello();
		live.serve(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null));
		stuck.get(20, TimeUnit.SECONDS);

		client.close();

		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		gate.countDown();
	}

	@RepeatedTest(20)
	void closeWhileManyThreadsUseTheClientLeavesNothingUndone() throws Exception {
		SodpClient client = builder(Stage.LIVE).build();
		this.wire.next().hello();
		Queue<CompletableFuture<?>> started = new ConcurrentLinkedQueue<>();
		CountDownLatch busy = new CountDownLatch(4);
		List<CompletableFuture<Void>> users = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			String key = "key" + i;
			users.add(CompletableFuture.runAsync(() -> use(client, key, started, busy), NEW_THREAD));
		}
		busy.await();
		CompletableFuture<Void> other = CompletableFuture.runAsync(client::close, NEW_THREAD);
		client.close();
		CompletableFuture.allOf(users.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
		other.get(20, TimeUnit.SECONDS);

		for (CompletableFuture<?> future : started) {
			assertEnds(future);
		}
		assertThat(client.status().state()).isEqualTo(ConnectionState.CLOSED);
		assertThat(client.status().watchedKeys()).isZero();
	}

	private static void use(SodpClient client, String key, Queue<CompletableFuture<?>> started, CountDownLatch busy) {
		for (int i = 0; client.status().state() != ConnectionState.CLOSED; i++) {
			started.add(client.set(key, i));
			started.add(client.await(key, 100, Duration.ofMinutes(10)));
			try {
				Subscription subscription = client.watch(key, (value, meta) -> {
				});
				started.add(client.await(key, 100, Duration.ofMinutes(10)));
				started.add(client.ready());
				subscription.close();
			}
			catch (IllegalStateException ex) {
				assertThat(ex).hasMessageContaining("closed");
			}
			if (i == 10) {
				busy.countDown();
			}
		}
	}

	private SodpClientBuilder builder(Stage stage) {
		SodpClientBuilder builder = SodpClient.builder("ws://localhost:1")
			.transport(this.wire)
			.autoStart(stage != Stage.STOPPED)
			.reconnect(stage != Stage.FAILED)
			.connectionListener((previous, status) -> this.told.add("state " + status.state()))
			.errorListener((error) -> this.told.add("error " + error));
		return (stage == Stage.TOKEN) ? builder.tokenProvider(CompletableFuture::new) : builder;
	}

	private void bring(SodpClient client, Stage stage) throws InterruptedException {
		if (stage == Stage.STOPPED || stage == Stage.TOKEN) {
			return;
		}
		FakeWire.Connection next = this.wire.next();
		this.connection = next;
		switch (stage) {
			case HELLO -> next.listener.opened(next);
			case LIVE -> {
				next.hello();
				next.serve(new Frame.StateInit(10, 2, "game", 1, IntNode.valueOf(1), true, null));
				await().until(() -> this.told.contains("value 1"));
			}
			case WAITING, FAILED -> {
				next.listener.closed(LinkEnd.closed(1006, "cut"));
				assertThat(client.status().state()).hasToString(stage.name());
			}
			default -> {
			}
		}
	}

	/** What was still on its way when the client was closed. */
	private void serveLate() {
		FakeWire.Connection late = this.connection;
		if (late != null) {
			late.listener.opened(late);
			late.serve(new Frame.Delta(10, 3, "game", 2, List.of(DeltaOp.update("/", IntNode.valueOf(2)))));
			late.serve(new Frame.Error(0, 4, 401, "late"));
			late.listener.closed(LinkEnd.closed(1006, "late"));
		}
	}

	private static void assertEnds(CompletableFuture<?> future) throws InterruptedException {
		try {
			future.get(20, TimeUnit.SECONDS);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isNotNull();
		}
		catch (TimeoutException ex) {
			throw new AssertionError("A future was never completed", ex);
		}
	}

}
