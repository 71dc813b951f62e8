// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * What a connection begins with: TLS if the endpoint has it, and a decoder for the one
 * request that it may make.
 */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

	private final Connections connections;

	private final Supplier<@Nullable SslContext> tls;

	private final EndpointThreads threads;

	ConnectionInitializer(Connections connections, Supplier<@Nullable SslContext> tls, EndpointThreads threads) {
		this.connections = connections;
		this.tls = tls;
		this.threads = threads;
	}

	@Override
	protected void initChannel(Channel channel) {
		this.connections.add(channel);
		SslContext context = this.tls.get();
		if (context != null) {
			SslHandler handler = context.newHandler(channel.alloc(), this.threads.handshakes());
			handler.setHandshakeTimeoutMillis(this.connections.settings().upgradeTimeout().toMillis());
			channel.pipeline().addLast(handler);
		}
		channel.pipeline().addLast(new HttpRequestDecoder(), new UpgradeHandler(this.connections));
	}

}
