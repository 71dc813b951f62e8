// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What an upgrade may take, in bytes and in time. */
@Timeout(60)
class UpgradeHandlerTests {

	private final SodpServer server = SodpServer.builder().build();

	private final EndpointThreads threads = new EndpointThreads();

	private final CompletableFuture<@Nullable SodpIdentity> identity = new CompletableFuture<>();

	private final Connections connections = new Connections(
			new EndpointSettings(this.server, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "/sodp",
					IoTransport.NIO, 1, null, false, List.of(), List.of(), (request) -> this.identity, () -> false,
					Duration.ofSeconds(10), Duration.ofSeconds(10)),
			this.threads);

	private final EmbeddedChannel channel = new LocalChannel(new HttpRequestDecoder(),
			new UpgradeHandler(this.connections));

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
		this.threads.close();
		this.server.close();
	}

	private void request() {
		this.channel.writeInbound(Unpooled.wrappedBuffer(RawClient.request()));
	}

	private String answer() {
		ByteBuf answer = this.channel.readOutbound();
		try {
			return answer.toString(StandardCharsets.US_ASCII);
		}
		finally {
			answer.release();
		}
	}

	@Test
	void moreThanTheBoundBeforeTheIdentityStandsIsRefused() {
		request();
		await().until(() -> this.identity.getNumberOfDependents() > 0);
		assertThat(this.channel.config().isAutoRead()).isFalse();

		this.channel.writeInbound(Unpooled.wrappedBuffer(new byte[UpgradeHandler.MOST_EARLY_BYTES]));
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));

		assertThat(answer()).startsWith("HTTP/1.1 413 ");
		assertThat(this.channel.isOpen()).isFalse();
		this.identity.complete(null);
		this.channel.runPendingTasks();
		assertThat(this.server.statistics().sessionsOpened()).isZero();
	}

	@Test
	void aConnectionThatBecomesNoWebSocketInTimeIsClosed() {
		this.channel.freezeTime();
		request();

		this.channel.advanceTimeBy(9, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();
		assertThat(this.channel.isOpen()).isTrue();
		this.channel.advanceTimeBy(1, TimeUnit.SECONDS);
		this.channel.runScheduledPendingTasks();

		assertThat(this.channel.isOpen()).isFalse();
	}

	/** Of a client on this machine. */
	private static final class LocalChannel extends EmbeddedChannel {

		LocalChannel(ChannelHandler... handlers) {
			super(handlers);
		}

		@Override
		protected SocketAddress remoteAddress0() {
			return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711);
		}

	}

}
