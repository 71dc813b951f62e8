// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.engine.EngineHarness;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.transport.LinkEnd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Reading a key once, with a server that the test plays. */
@Timeout(60)
class FetchTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final Duration SHORT = Duration.ofMillis(50);

	private final FakeWire wire = new FakeWire();

	private final List<ConnectionState> states = new CopyOnWriteArrayList<>();

	private final List<ClientError> errors = new CopyOnWriteArrayList<>();

	private SodpClient client;

	private FakeWire.Connection connection;

	@BeforeEach
	void connect() throws Exception {
		this.client = SodpClient.builder("ws://fake")
			.transport(this.wire)
			.reconnectDelay(Duration.ofMillis(10))
			.errorListener(this.errors::add)
			.build();
		this.connection = this.wire.next();
		this.connection.hello();
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	private Frame.Watch requested(FakeWire.Connection on) {
		await().until(() -> on.received.stream().anyMatch(Frame.Watch.class::isInstance));
		return (Frame.Watch) on.received.stream().filter(Frame.Watch.class::isInstance).findFirst().orElseThrow();
	}

	private void snapshot(FakeWire.Connection on, long version, Object value) {
		on.serve(new Frame.StateInit(10, version + 1, "game", version, EngineHarness.tree(value), true, null));
	}

	private static <T> T get(CompletableFuture<T> future) {
		return future.orTimeout(30, TimeUnit.SECONDS).join();
	}

	@Test
	void valueIsTheServersAndLeavesNoWatchBehind() {
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		requested(this.connection);
		snapshot(this.connection, 1, 7);
		assertThat(get(value)).contains(7);
		assertThat(this.client.isWatching("game")).isFalse();
		assertThat(this.connection.received).hasAtLeastOneElementOfType(Frame.Unwatch.class);
	}

	@Test
	void valueOfAGenericTypeIsConverted() {
		CompletableFuture<Optional<List<Integer>>> value = this.client.fetch("game", new TypeReference<>() {
		}, LONG);
		requested(this.connection);
		snapshot(this.connection, 1, List.of(1, 2));
		assertThat(get(value)).contains(List.of(1, 2));
	}

	/** The local value may lack what another client knows to be written. */
	@Test
	void readFromTheServerRequestsAKeyThatIsInSync() {
		List<Integer> seen = new CopyOnWriteArrayList<>();
		this.client.watch("game", Integer.class, (value, meta) -> seen.add(value));
		requested(this.connection);
		snapshot(this.connection, 1, 7);
		await().until(() -> seen.contains(7));

		CompletableFuture<Optional<Integer>> value = this.client.fetchFromServer("game", Integer.class, LONG);
		await().until(() -> watches() == 2);
		assertThat(value).isNotDone();
		assertThat(this.connection.received).hasAtLeastOneElementOfType(Frame.Unwatch.class);
		snapshot(this.connection, 2, 8);

		assertThat(get(value)).contains(8);
		await().until(() -> seen.equals(List.of(7, 8)));
		assertThat(this.client.isWatching("game")).isTrue();
	}

	/** The server may have answered that request before the write that is to be seen. */
	@Test
	void readFromTheServerTakesNoAnswerToAnEarlierRequest() {
		CompletableFuture<Optional<Integer>> earlier = this.client.fetch("game", Integer.class, LONG);
		requested(this.connection);
		CompletableFuture<Optional<Integer>> value = this.client.fetchFromServer("game", new TypeReference<>() {
		}, LONG);
		snapshot(this.connection, 1, 7);
		assertThat(get(earlier)).contains(7);

		await().until(() -> watches() == 2);
		assertThat(value).isNotDone();
		snapshot(this.connection, 2, 8);

		assertThat(get(value)).contains(8);
		assertThat(watches()).isEqualTo(2);
		await().until(() -> !this.client.isWatching("game"));
	}

	@Test
	void readFromTheServerReadsAKeyThatIsNotWatchedLikeAnyOther() {
		CompletableFuture<Optional<Integer>> value = this.client.fetchFromServer("game", Integer.class, LONG);
		requested(this.connection);
		snapshot(this.connection, 1, 7);
		assertThat(get(value)).contains(7);
		assertThat(this.client.isWatching("game")).isFalse();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.client.fetchFromServer("game", Integer.class, Duration.ZERO));
	}

	private long watches() {
		return this.connection.received.stream().filter(Frame.Watch.class::isInstance).count();
	}

	@Test
	void keyThatDoesNotExistIsEmpty() {
		CompletableFuture<Optional<JsonNode>> value = this.client.fetch("game", JsonNode.class, LONG);
		requested(this.connection);
		this.connection.serve(new Frame.StateInit(10, 2, "game", 0, EngineHarness.tree(null), false, null));
		assertThat(get(value)).isEmpty();
	}

	@Test
	void liveValueIsReadWithoutAskingTheServer() {
		this.client.watch("game", (value, meta) -> {
		});
		requested(this.connection);
		snapshot(this.connection, 1, 7);
		int sent = this.connection.received.size();
		assertThat(get(this.client.fetch("game", Integer.class, LONG))).contains(7);
		assertThat(this.connection.received).hasSize(sent);
		assertThat(this.client.isWatching("game")).isTrue();
	}

	@Test
	void staleValueIsNotTakenForTheServers() throws Exception {
		this.client.watch("game", (value, meta) -> {
		});
		requested(this.connection);
		snapshot(this.connection, 1, 7);
		this.connection.listener.closed(LinkEnd.closed(1006, "cut"));
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		FakeWire.Connection next = this.wire.next();
		next.hello();
		requested(next);
		snapshot(next, 2, 8);
		assertThat(get(value)).contains(8);
	}

	@Test
	void refusedKeyFailsWithTheCode() {
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		this.connection.serve(new Frame.Error(requested(this.connection).stream(), 2, ErrorCode.DENIED, "not yours"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOfSatisfying(SodpRejectedException.class,
					(refusal) -> assertThat(refusal.code()).isEqualTo(ErrorCode.DENIED))
			.withMessageContaining("'game'")
			.withMessageContaining("not yours");
		assertThat(this.client.isWatching("game")).isFalse();
		assertThat(this.client.statistics().errors()).isZero();
		assertThat(this.errors).isEmpty();
	}

	@Test
	void refusedKeyThatIsWatchedTooIsReported() {
		this.client.watch("game", (value, meta) -> {
		});
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		this.connection.serve(new Frame.Error(requested(this.connection).stream(), 2, ErrorCode.DENIED, "not yours"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS));
		await().untilAsserted(() -> assertThat(this.errors).singleElement()
			.satisfies((error) -> assertThat(error.key()).isEqualTo("game")));
	}

	@Test
	void stoppedClientIsNotAsked() {
		this.client.stop();
		assertThatExceptionOfType(ExecutionException.class)
			.isThrownBy(() -> this.client.fetch("game", Integer.class, LONG).get(30, TimeUnit.SECONDS))
			.withMessageContaining("was not read: the client is stopped");
	}

	@Test
	void silentServerEndsInATimeoutThatReleasesTheWatch() {
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, SHORT);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(TimeoutException.class)
			.withMessageContaining("'game'");
		assertThat(this.client.isWatching("game")).isFalse();
	}

	@Test
	void cancellingReleasesTheWatch() {
		this.client.fetch("game", Integer.class, LONG).cancel(false);
		assertThat(this.client.isWatching("game")).isFalse();
	}

	@Test
	void valueThatDoesNotFitTheTypeFails() {
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		requested(this.connection);
		snapshot(this.connection, 1, List.of("text"));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(JacksonException.class);
	}

	@Test
	void closedClientFailsAtOnce() {
		this.client.close();
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SodpNotSentException.class);
	}

	@Test
	void closingTheClientFailsWhatIsWaiting() {
		CompletableFuture<Optional<Integer>> value = this.client.fetch("game", Integer.class, LONG);
		this.client.close();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> value.get(30, TimeUnit.SECONDS))
			.withCauseInstanceOf(SodpNotSentException.class);
	}

	@Test
	void timeoutMustBePositive() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.fetch("game", Integer.class, Duration.ZERO))
			.withMessageContaining("timeout");
	}

	@Test
	void listenerAddedLaterIsToldUntilItIsRemoved() throws Exception {
		await().until(() -> this.client.status().state() == ConnectionState.RESTORED);
		ConnectionListener listener = (previous, status) -> this.states.add(status.state());
		this.client.addConnectionListener(listener);
		this.connection.listener.closed(LinkEnd.closed(1006, "cut"));
		this.wire.next().hello();
		await().until(() -> this.states.contains(ConnectionState.RESTORED));
		this.client.removeConnectionListener(listener);
		int told = this.states.size();
		CompletableFuture<ConnectionState> other = new CompletableFuture<>();
		this.client.addConnectionListener((previous, status) -> other.complete(status.state()));
		this.client.stop();
		assertThat(get(other)).isEqualTo(ConnectionState.STOPPED);
		assertThat(this.states).hasSize(told);
	}

	/** Those that wait for the same step of the engine leave in one frame. */
	@Test
	void fetchesThatEndAtTheSameTimeTakeOneFrame() throws Exception {
		this.connection.listener.closed(LinkEnd.closed(1006, "cut"));
		FakeWire.Connection server = this.wire.next();
		server.hello(EngineHarness.FULL);
		List<CompletableFuture<Optional<Integer>>> reads = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			reads.add(this.client.fetch("game." + i, Integer.class, LONG));
		}
		CountDownLatch goOn = new CountDownLatch(1);
		server.onNextSend(() -> uninterruptibly(goOn));
		Thread busy = started(() -> this.client.set("other", 1));
		await().until(() -> busy.getState() == Thread.State.WAITING);
		List<Thread> enders = reads.stream().map((read) -> started(() -> read.cancel(false))).toList();
		await().until(() -> enders.stream().allMatch((thread) -> thread.getState() == Thread.State.WAITING));
		goOn.countDown();
		for (Thread ender : enders) {
			ender.join();
		}
		assertThat(server.received.stream().filter(Frame.Unwatch.class::isInstance)).singleElement()
			.satisfies((frame) -> assertThat(((Frame.Unwatch) frame).states()).hasSize(20));
		assertThat(this.client.keyStatuses()).isEmpty();
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Thread started(Runnable task) {
		Thread thread = new Thread(task);
		thread.start();
		return thread;
	}

}
