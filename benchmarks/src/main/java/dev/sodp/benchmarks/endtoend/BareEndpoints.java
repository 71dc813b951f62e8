// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.benchmarks.endtoend.FanOuts.FanOut;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.DeltaOp;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import tools.jackson.databind.node.LongNode;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.socket.server.standard.ServerEndpointExporter;
import org.springframework.web.socket.server.standard.ServerEndpointRegistration;

/** What the container does with the same bytes when nothing stands between. */
@Configuration(proxyBeanMethods = false)
class BareEndpoints {

	static final String ECHO = "/echo";

	static final String SINK = "/bare";

	private static final Set<Session> sinks = ConcurrentHashMap.newKeySet();

	private final byte[] delta = new FrameEncoder().encode(new Frame.Delta(10, 0, Player.KEY, 1_000_000,
			List.of(DeltaOp.update("/score", LongNode.valueOf(1_000_000)))));

	private int pending;

	@Bean
	ServerEndpointExporter endpointExporter() {
		return new ServerEndpointExporter();
	}

	@Bean
	ServerEndpointRegistration echoEndpoint() {
		return new ServerEndpointRegistration(ECHO, Echo.class);
	}

	@Bean
	ServerEndpointRegistration sinkEndpoint() {
		return new ServerEndpointRegistration(SINK, Sink.class);
	}

	FanOut unbatched() {
		return (player) -> sinks.forEach((session) -> send(session, 1));
	}

	FanOut batched() {
		return new FanOut() {

			@Override
			public void send(Player player) {
				BareEndpoints.this.pending++;
			}

			@Override
			public void flush() {
				sinks.forEach(BareEndpoints.this::sendBatch);
				BareEndpoints.this.pending = 0;
			}

		};
	}

	private void sendBatch(Session session) {
		try {
			session.getBasicRemote().setBatchingAllowed(true);
			send(session, this.pending);
			session.getBasicRemote().setBatchingAllowed(false);
		}
		catch (IOException | IllegalStateException ex) {
			sinks.remove(session);
		}
	}

	private void send(Session session, int times) {
		try {
			for (int i = 0; i < times; i++) {
				session.getBasicRemote().sendBinary(ByteBuffer.wrap(this.delta));
			}
		}
		catch (IOException | IllegalStateException ex) {
			sinks.remove(session);
		}
	}

	/** Sends back what arrives, on the thread that read it. */
	public static final class Echo extends Endpoint {

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			session.addMessageHandler(ByteBuffer.class, new MessageHandler.Whole<ByteBuffer>() {

				@Override
				public void onMessage(ByteBuffer message) {
					try {
						session.getBasicRemote().sendBinary(message);
					}
					catch (IOException ex) {
						throw new UncheckedIOException(ex);
					}
				}

			});
		}

	}

	/** Is sent to. */
	public static final class Sink extends Endpoint {

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			sinks.add(session);
		}

		@Override
		public void onClose(Session session, CloseReason reason) {
			sinks.remove(session);
		}

	}

}
