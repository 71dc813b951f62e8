// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client sends frames together with its upgrade, while its identity is found out on
 * another thread for 300 ms.
 */
@Timeout(180)
class EarlyFramesTests {

	private static final String ALL = "dev.sodp.netty.Transports#all";

	private static final Executor LATER = CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS);

	private static final byte[] FRAMES = RawClient.joined(RawClient.message(new Frame.Auth(0, 1, "token")),
			RawClient.message(RawClient.watch(2, "key")), RawClient.message(RawClient.set(3, "key", "early")));

	private static final byte[] ALL_AT_ONCE = RawClient.joined(RawClient.request("Authorization: Bearer token"),
			FRAMES);

	/** Known by the upgrade, or by AUTH alone. */
	private static TestEndpoint open(IoTransport transport, boolean byUpgrade,
			Consumer<NettySodpEndpointBuilder> options) {
		return new TestEndpoint(transport, (server) -> server.authenticator((token) -> identity()), (endpoint) -> {
			endpoint.authenticator((request) -> CompletableFuture.supplyAsync(() -> byUpgrade ? known() : null, LATER));
			options.accept(endpoint);
		});
	}

	private static CompletionStage<SodpIdentity> identity() {
		return CompletableFuture.supplyAsync(EarlyFramesTests::known, LATER);
	}

	private static SodpIdentity known() {
		return new SodpIdentity("user", Map.of(), null);
	}

	private static void expectAnswers(RawClient client) {
		client.expectUpgrade();
		List<Class<?>> answers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			answers.add(client.readFrame().getClass());
		}
		assertThat(answers).containsExactly(Frame.Hello.class, Frame.AuthOk.class, Frame.StateInit.class,
				Frame.Delta.class, Frame.Result.class);
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void inOneSegmentOfAClientKnownByItsUpgrade(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, true, (options) -> {
		})) {
			RawClient client = endpoint.connect();
			client.send(ALL_AT_ONCE);
			expectAnswers(client);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void inOneSegmentOfAClientKnownByItsToken(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, false, (options) -> {
		})) {
			RawClient client = endpoint.connect();
			client.send(ALL_AT_ONCE);
			expectAnswers(client);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void splitAtEveryByte(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, true, (options) -> {
		})) {
			List<RawClient> clients = new ArrayList<>();
			for (int split = 1; split < ALL_AT_ONCE.length; split++) {
				RawClient client = endpoint.connect();
				client.send(Arrays.copyOf(ALL_AT_ONCE, split));
				clients.add(client);
			}
			for (int split = 1; split < ALL_AT_ONCE.length; split++) {
				clients.get(split - 1).send(Arrays.copyOfRange(ALL_AT_ONCE, split, ALL_AT_ONCE.length));
			}
			// Only the first write has a delta for its own session.
			for (RawClient client : clients) {
				client.expectUpgrade();
				assertThat(client.readFrame()).isInstanceOf(Frame.Hello.class);
				assertThat(client.readFrame()).isInstanceOf(Frame.AuthOk.class);
				assertThat(client.readFrame()).isInstanceOf(Frame.StateInit.class);
				assertThat(client.read(Frame.Result.class).success()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void ofARefusedUpgradeNoneIsProcessed(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, true,
				(options) -> options.authenticator((request) -> CompletableFuture.supplyAsync(() -> {
					throw new UpgradeRefusedException(403, "Not you");
				}, LATER)))) {
			RawClient client = endpoint.connect();
			client.send(ALL_AT_ONCE);

			assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
			assertThat(endpoint.server().statistics().sessionsOpened()).isZero();
			assertThat(endpoint.server().get("key")).isEmpty();
		}
	}

	@Test
	void whatDoesNotFitWaitsInTheSocketOfTheClient() {
		CompletableFuture<@Nullable SodpIdentity> never = new CompletableFuture<>();
		try (TestEndpoint endpoint = open(IoTransport.NIO, true,
				(options) -> options.authenticator((request) -> never).open(true))) {
			RawClient client = endpoint.connect();
			client.send(RawClient.request(), new byte[2 * UpgradeHandler.MOST_EARLY_BYTES]);
			await().until(() -> never.getNumberOfDependents() > 0);
			assertThat(endpoint.server().statistics().sessionsOpened()).isZero();

			never.completeExceptionally(new UpgradeRefusedException(401, "Too late"));

			assertThat(client.readHead()).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer");
		}
	}

}
