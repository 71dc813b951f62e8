// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateRejectedException;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

/** The server with threads and sockets around the engine. */
@Timeout(60)
class SodpServerTests {

	private SodpServer server = SodpServer.builder().build();

	private final FakeSocket socket = new FakeSocket();

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private void use(SodpServerBuilder builder) {
		this.server.close();
		this.server = builder.build();
	}

	private SessionInput connect() {
		return connect(this.socket);
	}

	private SessionInput connect(FakeSocket peer) {
		return this.server.accept(peer, Peer.remote("test"));
	}

	private static Frame.Watch watch(String... keys) {
		return new Frame.Watch(0, 1, List.of(keys), null);
	}

	private static Frame.Call call(String id, String args) {
		return new Frame.Call(0, 1, id, "state.set", json(args));
	}

	@Test
	void helloIsWrittenAndFlushed() {
		connect();

		await().untilAsserted(() -> assertThat(this.socket.frames()).hasExactlyElementsOfTypes(Frame.Hello.class));
		await().untilAsserted(() -> assertThat(this.socket.flushes).hasPositiveValue());
	}

	@Test
	void applicationReadsWhatItWrote() {
		record Player(String name, int health) {
		}

		long version = this.server.set("player", new Player("Alice", 10));

		assertThat(this.server.get("player")).hasValueSatisfying((snapshot) -> {
			assertThat(snapshot.key()).isEqualTo("player");
			assertThat(snapshot.version()).isEqualTo(version);
			assertThat(snapshot.value()).isEqualTo(json("{'name': 'Alice', 'health': 10}"));
		});
		assertThat(this.server.get("nobody")).isEmpty();
	}

	@Test
	void aServerOfItsOwnHoldsAllKeysThatExist() {
		this.server.set("player", 1);

		assertThat(this.server.holds("player")).isTrue();
		assertThat(this.server.holds("nobody")).isFalse();
		assertThat(this.server.cluster()).isEmpty();
	}

	@Test
	void applicationMayUseEveryMutation() {
		this.server.set("a", Map.of("x", 1));
		this.server.patch("a", Map.of("y", Map.of("z", 2)));
		this.server.setIn("a", "/y/w", null);
		this.server.removeIn("a", "/x");
		this.server.append("b", 1);
		this.server.append("b", 2, 1);
		this.server.set("c", null);
		long deletion = this.server.delete("c");

		assertThat(this.server.get("a").orElseThrow().value()).isEqualTo(json("{'y': {'z': 2, 'w': null}}"));
		assertThat(this.server.get("b").orElseThrow().value()).isEqualTo(json("[2]"));
		assertThat(deletion).isEqualTo(8);
		assertThat(this.server.delete("c")).isZero();
		assertThat(this.server.keys()).containsExactly("a", "b");
	}

	@Test
	void mutationThatCannotBeIsRefusedWithItsCode() {
		this.server.set("text", "x");

		assertRefused(400, () -> this.server.set("no key", 1));
		assertRefused(400, () -> this.server.set("a", Double.NaN));
		assertRefused(400, () -> this.server.set("a", new byte[] { 1 }));
		assertRefused(400, () -> this.server.patch("a", List.of(1)));
		assertRefused(400, () -> this.server.append("text", 1));
		assertRefused(400, () -> this.server.setIn("a", "x", 1));
		assertRefused(400, () -> this.server.set("a", "x".repeat(1024 * 1024)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.append("a", 1, 0));
		assertThat(this.server.keys()).containsExactly("text");
	}

	private static void assertRefused(int code, Runnable mutation) {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(mutation::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(code));
	}

	@Test
	void writesOfTheApplicationReachWatchers() {
		SessionInput input = connect();
		this.socket.send(input, watch("a"));

		long version = this.server.set("a", 1);

		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.Delta.class)).extracting(Frame.Delta::version)
			.containsExactly(version));
	}

	@Test
	void listenersSeeEveryChangeInOrderOfVersions() {
		List<CommittedChange> changes = new CopyOnWriteArrayList<>();
		this.server.listen(changes::add);

		for (int i = 0; i < 1000; i++) {
			this.server.set("key." + i % 3, i);
		}
		this.server.delete("key.0");

		await().untilAsserted(() -> assertThat(changes).hasSize(1001));
		assertThat(changes).extracting(CommittedChange::version).isSorted();
		assertThat(changes.get(1000).initialized()).isFalse();
	}

	@Test
	void listenerMayCallTheServerAndThrow() {
		List<Long> copies = new CopyOnWriteArrayList<>();
		this.server.listen((change) -> {
			if (change.key().equals("a")) {
				copies.add(this.server.set("copy", change.value()));
				throw new IllegalStateException("thrown on purpose");
			}
		});

		this.server.set("a", 1);
		this.server.set("a", 2);

		await().untilAsserted(() -> assertThat(copies).hasSize(2));
		assertThat(this.server.get("copy").orElseThrow().value()).isEqualTo(json("2"));
	}

	@Test
	void missingPatchIsNamed() {
		assertThatNullPointerException().isThrownBy(() -> this.server.patch("a", null))
			.withMessage("patch must not be null");
	}

	@Test
	void validatorThatWritesIsRefusedAndSoIsTheChange() {
		use(SodpServer.builder().validator((key, value) -> {
			this.server.set("log", "checked " + key);
			return Optional.empty();
		}));

		assertThatIllegalStateException().isThrownBy(() -> this.server.set("a", 1))
			.withMessageContaining("in the middle of a change");
		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void othersReadWhileAValueIsValidated() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		use(SodpServer.builder().validator((key, value) -> {
			if (key.equals("slow")) {
				asked.countDown();
				awaitUninterruptibly(answer);
			}
			return Optional.empty();
		}));
		this.server.set("other", 1);
		FakeSocket socket = new FakeSocket();
		SessionInput input = this.server.accept(socket, Peer.remote("test"));
		socket.send(input, new Frame.Call(0, 1, "1", "state.set", json("{'state':'slow','value':1}")));
		asked.await();

		assertThat(this.server.get("other")).isPresent();
		assertThat(socket.frames(Frame.Result.class)).isEmpty();
		answer.countDown();
		await().until(() -> socket.frames(Frame.Result.class).size() == 1);
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void listenerThatFailsWithAnErrorIsToldTheNextChange() {
		List<Long> versions = new CopyOnWriteArrayList<>();
		this.server.listen((change) -> {
			versions.add(change.version());
			throw new AssertionError("thrown on purpose");
		});

		this.server.set("a", 1);
		await().untilAsserted(() -> assertThat(versions).hasSize(1));
		this.server.set("a", 2);

		await().untilAsserted(() -> assertThat(versions).hasSize(2));
	}

	@Test
	void closedRegistrationIsToldNothing() {
		List<CommittedChange> ended = new CopyOnWriteArrayList<>();
		List<CommittedChange> lasting = new CopyOnWriteArrayList<>();
		SodpServer.Registration registration = this.server.listen(ended::add);
		this.server.listen(lasting::add);

		registration.close();
		this.server.set("a", 1);

		await().untilAsserted(() -> assertThat(lasting).hasSize(1));
		assertThat(ended).isEmpty();
	}

	@Test
	void sessionsAreListed() {
		SessionInput input = connect();
		this.socket.send(input, watch("a", "b"));

		assertThat(this.server.sessions()).singleElement().satisfies((info) -> {
			assertThat(info.peer()).isEqualTo("test");
			assertThat(info.watchedKeys()).isEqualTo(2);
			assertThat(info.subject()).isNull();
		});
		input.closed(1000, "");
		assertThat(this.server.sessions()).isEmpty();
	}

	@Test
	void authenticatorRunsOnTheExecutorAndMayTakeItsTime() {
		CompletableFuture<SodpIdentity> verdict = new CompletableFuture<>();
		List<Thread> threads = new CopyOnWriteArrayList<>();
		use(SodpServer.builder().authenticator((token) -> {
			threads.add(Thread.currentThread());
			return verdict;
		}));
		SessionInput input = connect();
		this.socket.send(input, new Frame.Auth(0, 1, "token"));
		await().untilAsserted(() -> assertThat(threads).hasSize(1));

		this.server.set("a", 1);
		verdict.complete(new SodpIdentity("alice", Map.of(), null));

		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.AuthOk.class)).hasSize(1));
		assertThat(threads).doesNotContain(Thread.currentThread());
	}

	@Test
	void refusalReachesTheClientWithItsMessage() {
		use(SodpServer.builder()
			.authenticator(
					(token) -> CompletableFuture.failedFuture(new AuthenticationRefusedException("Unknown user"))));

		this.socket.send(connect(), new Frame.Auth(0, 1, "token"));

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(4401));
		assertThat(this.socket.frames(Frame.Error.class)).singleElement()
			.satisfies((error) -> assertThat(error.message()).isEqualTo("Unknown user"));
	}

	@Test
	void failureOfTheAuthenticatorTellsTheClientNothing() {
		use(SodpServer.builder().authenticator((token) -> {
			throw new IllegalStateException("database password wrong");
		}));

		this.socket.send(connect(), new Frame.Auth(0, 1, "token"));

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(4401));
		assertThat(this.socket.frames(Frame.Error.class)).singleElement()
			.satisfies((error) -> assertThat(error.message()).doesNotContain("database"));
	}

	@Test
	void saysWhatItWasBuiltWith() {
		use(SodpServer.builder().maxSessions(7));

		assertThat(this.server.options().maxSessions()).isEqualTo(7);
	}

	@Test
	void timersFireWithoutTraffic() {
		use(SodpServer.builder().heartbeatInterval(Duration.ofMillis(20)));

		connect();

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(4408));
		assertThat(this.socket.frames(Frame.Heartbeat.class)).hasSize(1);
	}

	@Test
	void brokenSocketEndsTheSession() {
		SessionInput input = connect();
		this.socket.send(input, watch("a"));
		this.socket.breakDown();

		this.server.set("a", 1);

		await().untilAsserted(() -> assertThat(this.server.sessions()).isEmpty());
	}

	@Test
	void watcherThatDoesNotReadNeverBlocksAWriterAndIsEvicted() {
		FakeSocket healthy = new FakeSocket();
		this.socket.send(connect(), watch("a"));
		healthy.send(connect(healthy), watch("a"));
		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.StateInit.class)).hasSize(1));
		this.socket.stopReading();

		for (int i = 0; i < 1500; i++) {
			this.server.set("a", i);
			int written = i + 1;
			if (i % 500 == 0) {
				await().untilAsserted(() -> assertThat(healthy.frames(Frame.Delta.class)).hasSize(written));
			}
		}

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(1013));
		await().untilAsserted(() -> assertThat(healthy.frames(Frame.Delta.class)).hasSize(1500));
		assertThat(this.server.sessions()).hasSize(1);
	}

	@Test
	void answersAreWrittenByTheThreadThatReadTheirRequests() {
		SessionInput input = connect();
		await().untilAsserted(() -> assertThat(this.socket.frames()).hasSize(1));

		this.socket.send(input, watch("a"));
		this.socket.send(input, call("1", "{'state': 'a', 'value': 1}"));

		assertThat(this.socket.frames(Frame.StateInit.class)).hasSize(1);
		assertThat(this.socket.frames(Frame.Delta.class)).hasSize(1);
		assertThat(this.socket.frames(Frame.Result.class)).hasSize(1);
	}

	@Test
	void clientThatDoesNotReadItsAnswersIsHeldUpItself() throws Exception {
		SessionInput input = connect();
		this.socket.send(input, watch("a"));
		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.StateInit.class)).hasSize(1));
		this.socket.stopReading();
		this.server.set("a", "not read by the client");
		await().until(this.socket::isWriteBlocked);
		ExecutorService reader = Executors.newSingleThreadExecutor();
		try {
			CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 3000; i++) {
					this.socket.send(input, call("" + i, "{'state': 'a', 'value': " + i + "}"));
				}
			}, reader);

			await().until(() -> this.server.sessions().get(0).queuedFrames() >= 512);
			assertThat(sending).isNotDone();
			this.socket.startReading();
			sending.get(30, TimeUnit.SECONDS);

			await().untilAsserted(() -> assertThat(this.socket.frames(Frame.Result.class)).hasSize(3000));
			assertThat(this.socket.frames(Frame.Delta.class)).hasSize(3001);
			assertThat(this.socket.closed).isNotDone();
		}
		finally {
			reader.shutdownNow();
		}
	}

	@Test
	void watchOfThousandsOfKeysIsAnsweredInPortions() {
		String[] keys = IntStream.range(0, 5000).mapToObj((i) -> "key." + i).toArray(String[]::new);

		this.socket.send(connect(), watch(keys));

		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.StateInit.class)).hasSize(5000));
	}

	@Test
	void manyWritersAndManyWatchersAgree() throws Exception {
		int writers = 4;
		int watchers = 8;
		int writes = 500;
		// Nobody paces these writers, and no watcher is to be evicted because the machine
		// is busy.
		use(SodpServer.builder().backpressureLimit(2 * writers * writes));
		List<FakeSocket> sockets = new ArrayList<>();
		for (int i = 0; i < watchers; i++) {
			FakeSocket watcher = new FakeSocket();
			sockets.add(watcher);
			watcher.send(connect(watcher), watch("shared", "own." + i % writers));
		}
		ExecutorService threads = Executors.newFixedThreadPool(writers);
		CountDownLatch start = new CountDownLatch(1);
		try {
			List<CompletableFuture<Void>> done = new ArrayList<>();
			for (int w = 0; w < writers; w++) {
				int writer = w;
				FakeSocket caller = new FakeSocket();
				SessionInput input = connect(caller);
				done.add(CompletableFuture.runAsync(() -> {
					awaitStart(start);
					for (int i = 0; i < writes; i++) {
						this.server.setIn("shared", "/n" + i % 7, writer * writes + i);
						caller.send(input, call("id", "{'state': 'own." + writer + "', 'value': " + i + "}"));
					}
				}, threads));
			}
			start.countDown();
			CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
		}
		finally {
			threads.shutdownNow();
		}

		for (FakeSocket watcher : sockets) {
			ReplicaOfSocket replica = new ReplicaOfSocket(watcher);
			await().untilAsserted(() -> replica.assertAgrees(this.server));
		}
	}

	private static void awaitStart(CountDownLatch start) {
		try {
			start.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void stopClosesSessionsAndRefusesNewOnesUntilTheNextStart() {
		connect();
		this.server.set("a", 1);
		FakeSocket refused = new FakeSocket();

		this.server.stop();
		connect(refused);

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(1001));
		assertThat(refused.closed).isCompletedWithValue(1001);
		assertThat(refused.frames()).isEmpty();
		this.server.start();
		FakeSocket accepted = new FakeSocket();
		accepted.send(connect(accepted), watch("a"));
		await().untilAsserted(() -> assertThat(accepted.frames(Frame.StateInit.class)).singleElement()
			.satisfies((init) -> assertThat(init.value()).isEqualTo(json("1"))));
	}

	@Test
	void remoteSessionsAreRefusedFromTheBeginningOfADrain() {
		use(SodpServer.builder().drainTime(Duration.ofMinutes(1)));
		for (int i = 0; i < 1000; i++) {
			connect(new FakeSocket());
		}
		FakeSocket refused = new FakeSocket();
		FakeSocket trusted = new FakeSocket();

		CompletableFuture<Void> drained = this.server.drain();
		connect(refused);
		this.server.accept(trusted, Peer.trusted("in-memory"));

		assertThat(refused.closed).isCompletedWithValue(1001);
		await().untilAsserted(() -> assertThat(trusted.frames(Frame.Hello.class)).hasSize(1));
		assertThat(drained).isNotDone();
	}

	@Test
	void aStopDoesNotWaitForADrain() {
		use(SodpServer.builder().drainTime(Duration.ofMinutes(1)));
		FakeSocket last = new FakeSocket();
		for (int i = 0; i < 1000; i++) {
			connect(last = new FakeSocket());
		}

		CompletableFuture<Void> drained = this.server.drain();
		this.server.stop();

		assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
		assertThat(last.closed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1001);
	}

	@Test
	void aDrainEndsWithTheLastRemoteSession() {
		use(SodpServer.builder().drainTime(Duration.ofMillis(500)));
		FakeSocket trusted = new FakeSocket();
		this.server.accept(trusted, Peer.trusted("in-memory"));
		connect();

		assertThat(this.server.drain()).succeedsWithin(Duration.ofSeconds(30));

		assertThat(this.server.sessions()).hasSize(1);
		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(1001));
		assertThat(trusted.closed).isNotDone();
	}

	@Test
	void aStartAfterADrainAcceptsSessionsAgain() {
		this.server.drain();

		this.server.start();
		connect();

		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.Hello.class)).hasSize(1));
	}

	@Test
	void answersGivenBeforeTheStopAreStillWritten() {
		SessionInput input = connect();
		this.socket.send(input, call("id", "{'state': 'a', 'value': 1}"));

		this.server.stop();

		await().untilAsserted(() -> assertThat(this.socket.closed).isCompletedWithValue(1001));
		assertThat(this.socket.frames(Frame.Result.class)).hasSize(1);
	}

	@Test
	void closeDoesNotWaitForEverForAClientThatDoesNotRead() {
		connect();
		await().untilAsserted(() -> assertThat(this.socket.frames()).hasSize(1));
		this.socket.stopReading();
		this.server.set("a", 1);

		this.server.close();

		assertThat(this.socket.closed).isCompletedWithValue(1001);
	}

	@Test
	void closedServerAcceptsNoMutation() {
		this.server.close();

		assertThatIllegalStateException().isThrownBy(() -> this.server.set("a", 1));
		assertThatIllegalStateException().isThrownBy(this.server::start);
	}

	@Test
	void messagesAfterTheEndAreIgnored() {
		SessionInput input = connect();
		input.closed(1000, "");
		input.closed(1000, "");

		this.socket.send(input, call("id", "{'state': 'a', 'value': 1}"));
		input.receivedText();
		input.pong();

		assertThat(this.server.keys()).isEmpty();
	}

	@Test
	void executorThatRejectsTasksDoesNotStopTheServer() {
		ExecutorService shutDown = Executors.newSingleThreadExecutor();
		shutDown.shutdown();
		use(SodpServer.builder().executor(shutDown));

		connect();

		await().untilAsserted(() -> assertThat(this.socket.frames(Frame.Hello.class)).hasSize(1));
	}

}
