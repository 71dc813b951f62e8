// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Objects;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets with the JDK's HTTP client. Needs no thread of its own: listeners are
 * called on the selector thread shared by all clients of the JVM with the same SSL
 * context and proxy.
 */
public final class JdkTransport implements Transport {

	private final @Nullable Supplier<SSLContext> sslContext;

	private final @Nullable ProxySelector proxy;

	/**
	 * Created by the first connection, because that takes longer than anything else about
	 * a client, and kept so that it survives the time between two connections.
	 */
	private volatile @Nullable InUse inUse;

	/**
	 * Creates a transport.
	 * @param sslContext called on each attempt to connect, must not block; an exception
	 * ends the link. {@code null} for the JVM's default
	 * @param proxy selects a proxy, or {@code null} for the JVM's default
	 */
	public JdkTransport(@Nullable Supplier<SSLContext> sslContext, @Nullable ProxySelector proxy) {
		this.sslContext = sslContext;
		this.proxy = proxy;
	}

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		JdkLink link = new JdkLink(request.maxMessageBytes(), listener);
		try {
			WebSocket.Builder builder = httpClient().newWebSocketBuilder().connectTimeout(request.timeout());
			request.headers().forEach((name, values) -> values.forEach((value) -> builder.header(name, value)));
			link.connecting(builder.buildAsync(request.uri(), link));
		}
		catch (RuntimeException ex) {
			link.end(LinkEnd.failed(ex));
		}
		return link;
	}

	private HttpClient httpClient() {
		SSLContext wanted = (this.sslContext != null) ? this.sslContext.get() : null;
		InUse current = this.inUse;
		if (current == null || !Objects.equals(current.sslContext(), wanted)) {
			current = new InUse(wanted, HttpClients.get(wanted, this.proxy));
			this.inUse = current;
		}
		return current.httpClient();
	}

	private record InUse(@Nullable SSLContext sslContext, HttpClient httpClient) {
	}

}
