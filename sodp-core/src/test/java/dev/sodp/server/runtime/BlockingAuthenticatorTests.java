// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What many sessions that authenticate at once cost an authenticator that takes its time.
 */
class BlockingAuthenticatorTests {

	private static final int WAITING = 20;

	private static final int MANY = TokenVerifications.MOST_CALLS + WAITING;

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger running = new AtomicInteger();

	private final Set<String> asked = ConcurrentHashMap.newKeySet();

	private final Map<SessionInput, FakeSocket> sockets = new HashMap<>();

	private SodpServer server;

	private void start(SodpAuthenticator authenticator, Duration timeout) {
		this.server = SodpServer.builder().authenticator(authenticator).authTimeout(timeout).build();
	}

	private void startBlocking(Duration timeout) {
		start(this::block, timeout);
	}

	private CompletionStage<SodpIdentity> block(String token) {
		this.asked.add(token);
		if (token.startsWith("slow")) {
			this.running.incrementAndGet();
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return CompletableFuture.completedStage(new SodpIdentity(token, Map.of(), null));
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.server.close();
	}

	private SessionInput present(String token) {
		FakeSocket socket = new FakeSocket();
		SessionInput input = this.server.accept(socket, Peer.remote("test"));
		this.sockets.put(input, socket);
		socket.send(input, new Frame.Auth(0, 1, token));
		return input;
	}

	private List<SessionInput> presentMany() {
		List<SessionInput> all = new ArrayList<>();
		for (int i = 0; i < TokenVerifications.MOST_CALLS; i++) {
			all.add(present("slow " + i));
		}
		await().until(() -> this.running.get() == TokenVerifications.MOST_CALLS);
		for (int i = TokenVerifications.MOST_CALLS; i < MANY; i++) {
			all.add(present("slow " + i));
		}
		return all;
	}

	private <T extends Frame> Stream<T> received(SessionInput session, Class<T> type) {
		return this.sockets.get(session).frames(type).stream();
	}

	private void awaitAccepted(SessionInput session) {
		await().until(() -> received(session, Frame.AuthOk.class).findAny().isPresent());
	}

	private String awaitRefused(SessionInput session) {
		await().until(() -> this.sockets.get(session).closed.isDone());
		return received(session, Frame.Error.class).map(Frame.Error::message).findAny().orElseThrow();
	}

	@Test
	void whoWaitsIsAskedAboutOnceOthersAreDone() {
		startBlocking(Duration.ofSeconds(60));
		List<SessionInput> many = presentMany();

		this.release.countDown();

		many.forEach(this::awaitAccepted);
	}

	@Test
	void otherSessionsGoOn() {
		startBlocking(Duration.ofSeconds(60));
		SessionInput early = present("early");
		awaitAccepted(early);
		presentMany();

		this.sockets.get(early).send(early, new Frame.Watch(0, 2, List.of("a"), null));
		this.server.set("a", 1);

		await().until(() -> received(early, Frame.Delta.class).findAny().isPresent());
	}

	@Test
	void noMoreThanSomeThreadsAreBlockedAndWhoWaitsTooLongIsRefused() {
		startBlocking(Duration.ofSeconds(2));
		List<SessionInput> many = presentMany();

		assertThat(many)
			.allSatisfy((session) -> assertThat(awaitRefused(session)).isEqualTo("Not authenticated in time"));
		this.release.countDown();
		awaitAccepted(present("late"));
		assertThat(this.asked).hasSize(TokenVerifications.MOST_CALLS + 1).doesNotContain("slow " + (MANY - 1));
	}

	@Test
	void aSessionThatHasEndedIsNotAskedAbout() {
		startBlocking(Duration.ofSeconds(60));
		List<SessionInput> many = presentMany();

		many.get(MANY - 2).closed(1001, "gone");
		this.release.countDown();

		awaitAccepted(many.get(MANY - 1));
		assertThat(this.asked).hasSize(MANY - 1).doesNotContain("slow " + (MANY - 2));
	}

	@Test
	void anAnswerThatComesLaterBlocksNoOne() {
		CompletableFuture<SodpIdentity> later = new CompletableFuture<>();
		start((token) -> later.copy(), Duration.ofSeconds(60));
		for (int i = 0; i < MANY; i++) {
			present("slow " + i);
		}

		later.complete(new SodpIdentity("ada", Map.of(), null));

		this.sockets.keySet().forEach(this::awaitAccepted);
	}

	@Test
	void anAnswerIsCancelledWhenItsSessionEnds() {
		Map<String, CompletableFuture<SodpIdentity>> answers = new ConcurrentHashMap<>();
		start((token) -> answers.computeIfAbsent(token, (key) -> new CompletableFuture<>()), Duration.ofSeconds(60));
		SessionInput first = present("first");
		present("second");
		await().until(() -> answers.size() == 2);

		first.closed(1001, "gone");

		await().until(() -> answers.get("first").isCancelled());
		assertThat(answers.get("second")).isNotDone();
	}

	@Test
	void anAnswerIsCancelledWhenTheTimeToAuthenticateIsOver() {
		CompletableFuture<SodpIdentity> never = new CompletableFuture<>();
		start((token) -> never, Duration.ofMillis(100));

		assertThat(awaitRefused(present("token"))).isEqualTo("Not authenticated in time");

		await().until(never::isCancelled);
	}

	@Test
	void aTokenThatIsTooLongIsRefusedWithoutACall() {
		startBlocking(Duration.ofSeconds(60));

		String message = awaitRefused(present("x".repeat(TokenVerifications.LONGEST_TOKEN + 1)));

		assertThat(message).isEqualTo("The token is too long");
		assertThat(this.asked).isEmpty();
		awaitAccepted(present("x".repeat(TokenVerifications.LONGEST_TOKEN)));
	}

	@Test
	void tokensThatAreBeingVerifiedTakeABoundedPartOfTheHeap() {
		String longest = "x".repeat(TokenVerifications.LONGEST_TOKEN);
		int room = TokenVerifications.MOST_CHARACTERS / TokenVerifications.LONGEST_TOKEN;
		CompletableFuture<SodpIdentity> later = new CompletableFuture<>();
		AtomicInteger calls = new AtomicInteger();
		start((token) -> {
			calls.incrementAndGet();
			return later.copy();
		}, Duration.ofSeconds(60));
		List<SessionInput> held = new ArrayList<>();
		for (int i = 0; i < room; i++) {
			held.add(present(longest));
		}
		await().until(() -> calls.get() == room);

		assertThat(awaitRefused(present("token"))).isEqualTo("Too many tokens are being verified at the moment");

		held.get(0).closed(1001, "gone");
		SessionInput next = present("token");
		later.complete(new SodpIdentity("ada", Map.of(), null));
		awaitAccepted(next);
	}

}
