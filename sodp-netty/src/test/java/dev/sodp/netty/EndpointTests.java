// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.sodp.client.SodpClient;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What clients do over real sockets, on each kind of event loop. */
@Timeout(120)
class EndpointTests {

	private static final String ALL = "dev.sodp.netty.Transports#all";

	private static final int LARGE = 300 * 1024;

	@ParameterizedTest
	@MethodSource(ALL)
	void aClientSeesTheWritesOfAnother(IoTransport transport) throws Exception {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			List<String> seen = new CopyOnWriteArrayList<>();
			endpoint.client().watch("key", String.class, (value, meta) -> seen.add(String.valueOf(value)));
			SodpClient writer = endpoint.client();
			await().until(() -> seen.contains("null"));

			for (int i = 0; i < 200; i++) {
				writer.set("key", "v" + i);
			}
			writer.set("key", "last").get(30, TimeUnit.SECONDS);

			await().until(() -> seen.contains("last"));
			assertThat(seen).hasSize(202).startsWith("null", "v0", "v1").endsWith("v199", "last");
			assertThat(endpoint.endpoint().transport()).isEqualTo(transport);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aWriteOfTheHostReachesAllClients(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			ConcurrentLinkedQueue<Integer> seen = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < 100; i++) {
				endpoint.client().watch("key", Integer.class, (value, meta) -> {
					if (value != null && value == 42) {
						seen.add(value);
					}
				});
			}
			await().until(() -> endpoint.server()
				.sessions()
				.stream()
				.filter((session) -> session.watchedKeys() == 1)
				.count() == 100);

			endpoint.server().set("key", 42);

			await().until(() -> seen.size() == 100);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aClientResumesAfterItsConnectionWasLost(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			long version = endpoint.server().set("key", "before");
			RawClient first = endpoint.open();
			first.send(RawClient.watch(1, "key"));
			first.read(Frame.StateInit.class);
			first.abort();
			await().until(() -> endpoint.server().sessions().isEmpty());
			endpoint.server().set("key", "missed");

			RawClient second = endpoint.open();
			second.send(new Frame.Resume(1 << 20, 1, "key", version, null));

			assertThat(second.read(Frame.Delta.class).version()).isEqualTo(version + 1);
			assertThat(second.read(Frame.StateInit.class).value().stringValue()).isEqualTo("missed");
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void largeValuesTravelBothWaysInTheOrderOfTheirSession(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);

			client.send(RawClient.message(RawClient.set(1, "key", "x".repeat(LARGE))),
					RawClient.message(RawClient.set(2, "other", "y")));
			assertThat(client.read(Frame.Result.class).callId()).isEqualTo("call-1");
			assertThat(client.read(Frame.Result.class).callId()).isEqualTo("call-2");

			client.send(RawClient.message(RawClient.watch(3, "key")), RawClient.message(RawClient.set(4, "key", "y")));
			assertThat(((Frame.StateInit) client.readFrame()).value().stringValue()).hasSize(LARGE);
			assertThat(client.readFrame()).isInstanceOf(Frame.Delta.class);
			assertThat(client.readFrame()).isInstanceOf(Frame.Result.class);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void fragmentsWithControlFramesInBetweenAreOneMessage(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);
			byte[] call = new FrameEncoder().encode(RawClient.set(1, "key", "a value in parts"));
			client.send(RawClient.frame(RawClient.BINARY, false, Arrays.copyOf(call, 1)));
			for (int i = 1; i < call.length - 1; i++) {
				client.send(RawClient.frame(RawClient.CONTINUATION, false, Arrays.copyOfRange(call, i, i + 1)),
						RawClient.frame(RawClient.PING, true, new byte[0]));
			}
			client.send(RawClient.frame(RawClient.CONTINUATION, true,
					Arrays.copyOfRange(call, call.length - 1, call.length)));

			for (int i = 1; i < call.length - 1; i++) {
				assertThat(client.read().opcode()).isEqualTo(RawClient.PONG);
			}
			assertThat(client.read(Frame.Result.class).success()).isTrue();
			assertThat(endpoint.server().get("key").orElseThrow().value().stringValue()).isEqualTo("a value in parts");
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aPingIsAnsweredWithItsContent(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);

			client.send(RawClient.frame(RawClient.PING, true, "content".getBytes(StandardCharsets.US_ASCII)));

			RawClient.Message answer = client.read();
			assertThat(answer.opcode()).isEqualTo(RawClient.PONG);
			assertThat(answer.payload()).asString(StandardCharsets.US_ASCII).isEqualTo("content");
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aTextMessageIsAnsweredWithAnErrorAndTheSessionLivesOn(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();

			client.send(RawClient.frame(RawClient.TEXT, false, "hel".getBytes(StandardCharsets.US_ASCII)),
					RawClient.frame(RawClient.CONTINUATION, true, new byte[200_000]),
					RawClient.message(RawClient.set(1, "key", "v")));

			assertThat(client.read(Frame.Error.class).code()).isEqualTo(400);
			assertThat(client.read(Frame.Result.class).success()).isTrue();
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aMessageThatIsTooLargeIsAnsweredWith413AndEndsTheSession(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			int limit = endpoint.server().maxMessageBytes();

			client.send(RawClient.frame(RawClient.BINARY, false, new byte[limit]),
					RawClient.frame(RawClient.CONTINUATION, true, new byte[1]));

			assertThat(client.read(Frame.Error.class).code()).isEqualTo(413);
			assertThat(client.readClose()).isEqualTo(1009);
			client.send(RawClient.frame(RawClient.CLOSE, true, new byte[] { 3, (byte) 0xF1 }));
			assertThat(client.isAtEnd()).isTrue();
			await().until(() -> endpoint.server().sessions().isEmpty());
		}
	}

	/** Its rest, in which no further frame can be found, keeps nobody from being told. */
	@ParameterizedTest
	@MethodSource(ALL)
	void aFrameThatIsTooLargeIsAnsweredBeforeItsRestHasArrived(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			byte[] frame = RawClient.frame(RawClient.BINARY, true, new byte[endpoint.server().maxMessageBytes() + 1]);

			client.send(RawClient.message(RawClient.set(1, "key", "v")), Arrays.copyOf(frame, 100));

			assertThat(client.read(Frame.Result.class).success()).isTrue();
			assertThat(client.read(Frame.Error.class).code()).isEqualTo(413);
			client.send(Arrays.copyOfRange(frame, 100, frame.length));
			assertThat(client.readClose()).isEqualTo(1009);
			assertThat(client.isAtEnd()).isTrue();
			client.close();
			await().until(() -> endpoint.server().sessions().isEmpty());
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aClientThatSaysGoodbyeIsAnsweredAndLeavesNoSession(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();

			client.send(RawClient.frame(RawClient.CLOSE, true, new byte[] { 3, (byte) 0xE8 }));

			assertThat(client.readClose()).isEqualTo(1000);
			assertThat(client.isAtEnd()).isTrue();
			await().until(() -> endpoint.server().sessions().isEmpty());
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void aViolationOfTheProtocolEndsTheConnectionWith1002(IoTransport transport) {
		byte[][] violations = { RawClient.frame(0xC2, 0x80, new byte[1]), RawClient.frame(0x82, 0, new byte[1]),
				RawClient.frame(0x83, 0x80, new byte[1]), RawClient.frame(0x09, 0x80, new byte[1]),
				RawClient.frame(0x89, 0x80, new byte[126]), RawClient.frame(0x80, 0x80, new byte[1]),
				RawClient.joined(RawClient.frame(0x02, 0x80, new byte[1]), RawClient.frame(0x82, 0x80, new byte[1])),
				RawClient.frame(0x88, 0x80, new byte[1]), RawClient.frame(0x88, 0x80, new byte[] { 3, (byte) 0xED }) };
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			for (byte[] violation : violations) {
				RawClient client = endpoint.open();
				client.send(violation, RawClient.message(RawClient.set(1, "key", "not to be written")));
				assertThat(client.readClose()).isEqualTo(1002);
				assertThat(client.isAtEnd()).isTrue();
			}
			await().until(() -> endpoint.server().sessions().isEmpty());
			assertThat(endpoint.server().get("key")).isEmpty();
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void sessionsEndWith1001AndTheEndpointStartsAgain(IoTransport transport) throws Exception {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);
			Thread stopping = new Thread(endpoint.endpoint()::stop);
			stopping.start();

			assertThat(client.readClose()).isEqualTo(1001);
			client.close();
			stopping.join();
			await().until(() -> endpoint.server().sessions().isEmpty());
			assertThat(endpoint.endpoint().isAccepting()).isFalse();
			endpoint.endpoint().start();

			assertThat(endpoint.endpoint().isAccepting()).isTrue();
			assertThat(endpoint.open().read(Frame.Hello.class)).isNotNull();
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void whileAServerDrainsUpgradesAreRefusedAndItsSessionsEnd(IoTransport transport) throws Exception {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			RawClient client = endpoint.open();
			client.read(Frame.Hello.class);

			CompletableFuture<Void> drained = endpoint.endpoint().drain();
			RawClient late = endpoint.connect();
			late.send(RawClient.request());

			assertThat(late.readStatus()).isEqualTo(503);
			assertThat(client.readClose()).isEqualTo(1001);
			client.close();
			drained.get(30, TimeUnit.SECONDS);
		}
	}

	@ParameterizedTest
	@MethodSource(ALL)
	void fiveThousandSessionsLeaveNothing(IoTransport transport) {
		try (TestEndpoint endpoint = new TestEndpoint(transport)) {
			for (int batch = 0; batch < 10; batch++) {
				List<RawClient> clients = IntStream.range(0, 500)
					.mapToObj((i) -> RawClient.connect(endpoint.port()))
					.toList();
				byte[] first = RawClient.joined(RawClient.request(), RawClient.message(RawClient.watch(1, "key")));
				clients.forEach((client) -> client.send(first));
				for (RawClient client : clients) {
					client.expectUpgrade();
					client.read(Frame.StateInit.class);
				}
				for (int i = 0; i < clients.size(); i++) {
					if (i % 2 == 0) {
						clients.get(i).abort();
					}
					else {
						clients.get(i).close();
					}
				}
			}

			await().until(() -> endpoint.server().sessions().isEmpty());
			assertThat(endpoint.server().statistics().sessionsOpened()).isEqualTo(5_000);
			endpoint.server().set("key", JsonNodeFactory.instance.numberNode(1));
			assertThat(endpoint.open().read(Frame.Hello.class)).isNotNull();
		}
	}

}
