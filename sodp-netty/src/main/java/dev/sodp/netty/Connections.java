// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The connections of an endpoint from its start to its stop, and what they share.
 */
final class Connections {

	private static final int GOING_AWAY = 1001;

	private static final String STOPPED = "The server is stopped";

	private static final Refusal LEAVING = new Refusal(503,
			"503 Service Unavailable: this server is stopping. Connect to another one.\n");

	private static final Refusal BUSY = new Refusal(503,
			"503 Service Unavailable: too many clients are being identified at the moment.\n");

	private final EndpointSettings settings;

	private final UpgradeRules rules;

	private final WebSocketDecoderConfig decoderConfig;

	private final EndpointThreads threads;

	private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();

	private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private volatile boolean leaving;

	Connections(EndpointSettings settings, EndpointThreads threads) {
		this.settings = settings;
		this.rules = new UpgradeRules(settings);
		this.decoderConfig = ClientFrameDecoder.config(settings.server().maxMessageBytes());
		this.threads = threads;
	}

	EndpointSettings settings() {
		return this.settings;
	}

	int maxMessageBytes() {
		return this.settings.server().maxMessageBytes();
	}

	WebSocketDecoderConfig decoderConfig() {
		return this.decoderConfig;
	}

	Loop loop(EventLoop executor) {
		return this.loops.computeIfAbsent(executor, Loop::new);
	}

	void add(Channel channel) {
		this.open.add(channel);
	}

	/** Refuses further upgrades. */
	void leave() {
		this.leaving = true;
	}

	private boolean isLeaving() {
		return this.leaving || this.settings.leaving().getAsBoolean();
	}

	/**
	 * Checks a request by itself.
	 * @return why it is refused, or {@code null}
	 */
	@Nullable Refusal refusal(UpgradeRequest request) {
		return isLeaving() ? LEAVING : this.rules.check(request);
	}

	/**
	 * Checks a request of a client that was identified as far as possible.
	 * @return why it is refused, or {@code null}
	 */
	@Nullable Refusal refusal(UpgradeRequest request, @Nullable SodpIdentity identity) {
		return isLeaving() ? LEAVING : this.rules.checkExposure(request, identity);
	}

	/**
	 * Asks the application who a client is.
	 * @return completes on any thread; {@code null} if the application is not interested
	 */
	@Nullable CompletionStage<@Nullable SodpIdentity> identify(UpgradeRequest request) {
		UpgradeAuthenticator authenticator = this.settings.authenticator();
		if (authenticator == UpgradeAuthenticator.NONE) {
			return null;
		}
		CompletableFuture<@Nullable SodpIdentity> answer = new CompletableFuture<>();
		try {
			this.threads.identify(() -> ask(authenticator, request, answer));
		}
		catch (RejectedExecutionException ex) {
			answer.completeExceptionally(new UpgradeRefusedException(BUSY.status(), BUSY.text()));
		}
		return answer;
	}

	private static void ask(UpgradeAuthenticator authenticator, UpgradeRequest request,
			CompletableFuture<@Nullable SodpIdentity> answer) {
		try {
			authenticator.authenticate(request).whenComplete((identity, failure) -> {
				if (failure != null) {
					answer.completeExceptionally(failure);
				}
				else {
					answer.complete(identity);
				}
			});
		}
		catch (Throwable ex) {
			answer.completeExceptionally(ex);
		}
	}

	/** Opens an SODP session. Called on the event loop of the socket. */
	SessionInput accept(WebSocketSession socket, SocketAddress address, @Nullable SodpIdentity identity) {
		Peer peer = Peer.remote(text(address));
		return (identity != null) ? this.settings.server().accept(socket, peer, identity)
				: this.settings.server().accept(socket, peer);
	}

	private static String text(SocketAddress address) {
		return (address instanceof InetSocketAddress inet && inet.getAddress() != null)
				? inet.getAddress().getHostAddress() + ":" + inet.getPort() : String.valueOf(address);
	}

	/** Ends all connections, and waits until the last has ended. Not called on a loop. */
	void close() {
		leave();
		for (Channel channel : this.open) {
			WebSocketSession session = channel.pipeline().get(WebSocketSession.class);
			if (session != null) {
				session.close(GOING_AWAY, STOPPED);
			}
			else {
				channel.close();
			}
		}
		this.open.newCloseFuture().awaitUninterruptibly(this.settings.closeTimeout().toMillis());
		this.open.close().awaitUninterruptibly();
	}

}
