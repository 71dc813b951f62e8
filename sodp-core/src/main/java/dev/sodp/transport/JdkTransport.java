package dev.sodp.transport;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.WebSocket;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets with the JDK's HTTP client. Needs no thread of its own: what arrives
 * is handed to the listener on the selector thread shared by all clients of the JVM with
 * the same SSL context and proxy.
 */
public final class JdkTransport implements Transport {

	private final HttpClient httpClient;

	/**
	 * Creates a transport.
	 * @param sslContext for {@code wss}, or null for the JVM's default
	 * @param proxy chooses a proxy, or null for the JVM's default
	 */
	public JdkTransport(@Nullable SSLContext sslContext, @Nullable ProxySelector proxy) {
		this.httpClient = HttpClients.get(sslContext, proxy);
	}

	@Override
	public Link connect(ConnectRequest request, LinkListener listener) {
		JdkLink link = new JdkLink(request.maxMessageBytes(), listener);
		try {
			WebSocket.Builder builder = this.httpClient.newWebSocketBuilder().connectTimeout(request.timeout());
			request.headers().forEach((name, values) -> values.forEach((value) -> builder.header(name, value)));
			link.connecting(builder.buildAsync(request.uri(), link));
		}
		catch (RuntimeException ex) {
			link.end(LinkEnd.failed(ex));
		}
		return link;
	}

}
