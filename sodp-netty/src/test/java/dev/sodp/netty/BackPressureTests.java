// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Clients that do not read. */
@Timeout(120)
class BackPressureTests {

	private static final String ALL = "dev.sodp.netty.Transports#all";

	private static final int DELTAS = 300;

	private static final int DELTA_BYTES = 200 * 1024;

	private static final int CALLS = 1_500;

	private static TestEndpoint open(IoTransport transport, Duration closeTimeout) {
		Consumer<NettySodpEndpointBuilder> options = (endpoint) -> endpoint.closeTimeout(closeTimeout);
		return new TestEndpoint(transport, (server) -> {
		}, options);
	}

	/** Writes until a session that reads nothing is gone, and long after. */
	private static void overwhelm(TestEndpoint endpoint, RawClient quick) {
		String value = "x".repeat(DELTA_BYTES);
		for (int i = 0; i < DELTAS; i++) {
			long version = endpoint.server().set("key", i + value);
			assertThat(quick.read(Frame.Delta.class).version()).isEqualTo(version);
		}
		await().until(() -> endpoint.server().statistics().evictions() == 1);
	}

	private static RawClient watching(TestEndpoint endpoint) {
		RawClient client = endpoint.open();
		client.send(RawClient.watch(1, "key"));
		client.read(Frame.StateInit.class);
		return client;
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aSlowClientIsEvictedAndAQuickOneGetsEverything(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, Duration.ofMinutes(1))) {
			RawClient slow = watching(endpoint);

			overwhelm(endpoint, watching(endpoint));

			assertThat(slow.readClose()).isEqualTo(1013);
			slow.close();
			await().until(() -> endpoint.server().sessions().size() == 1);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aCloseFrameWaitsForNoClientForEver(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, Duration.ofMillis(100))) {
			RawClient slow = watching(endpoint);

			overwhelm(endpoint, watching(endpoint));

			await().until(() -> endpoint.server().sessions().size() == 1);
			assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(slow::readClose)
				.withCauseInstanceOf(SocketException.class);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aClientThatReadsItsAnswersLateGetsThemAll(IoTransport transport) {
		try (TestEndpoint endpoint = open(transport, Duration.ofSeconds(10))) {
			endpoint.server().addMethod("echo", (call) -> CompletableFuture.completedFuture("x".repeat(10 * 1024)));
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);
			byte[][] calls = new byte[CALLS][];
			for (int i = 0; i < CALLS; i++) {
				calls[i] = RawClient
					.message(new Frame.Call(0, i + 1, "call-" + i, "echo", JsonNodeFactory.instance.objectNode()));
			}

			client.send(calls);

			for (int i = 0; i < CALLS; i++) {
				assertThat(client.read(Frame.Result.class).success()).isTrue();
			}
		}
	}

}
