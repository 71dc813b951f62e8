// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.lang.ref.WeakReference;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * Shares one {@link HttpClient} per distinct SSL context and proxy among all links of the
 * JVM. Each client owns a selector thread and cannot be closed on Java 17, but ends once
 * it is no longer referenced.
 */
final class HttpClients {

	private static final ReentrantLock cacheLock = new ReentrantLock();

	private static final Map<Key, WeakReference<HttpClient>> cache = new HashMap<>();

	private HttpClients() {
	}

	static HttpClient get(@Nullable SSLContext sslContext, @Nullable ProxySelector proxy) {
		return get(sslContext, proxy, null);
	}

	/**
	 * Returns a client.
	 * @param serverName what to present in the TLS handshake and to check the certificate
	 * against, or {@code null} for the host of the URI
	 */
	static HttpClient get(@Nullable SSLContext sslContext, @Nullable ProxySelector proxy, @Nullable String serverName) {
		cacheLock.lock();
		try {
			cache.values().removeIf((reference) -> reference.get() == null);
			Key key = new Key(sslContext, proxy, serverName);
			WeakReference<HttpClient> reference = cache.get(key);
			HttpClient client = (reference != null) ? reference.get() : null;
			if (client == null) {
				client = create(key);
				cache.put(key, new WeakReference<>(client));
			}
			return client;
		}
		finally {
			cacheLock.unlock();
		}
	}

	/**
	 * A direct executor saves a thread switch per message; the listeners of this package
	 * never block.
	 */
	private static HttpClient create(Key key) {
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.executor(Runnable::run);
		SSLContext context = (key.serverName() != null) ? named(key.sslContext(), key.serverName()) : key.sslContext();
		if (context != null) {
			builder.sslContext(context);
		}
		if (key.proxy() != null) {
			builder.proxy(key.proxy());
		}
		if (context != null && key.serverName() != null) {
			SSLParameters parameters = context.getDefaultSSLParameters();
			parameters.setServerNames(List.of(new SNIHostName(key.serverName())));
			builder.sslParameters(parameters);
		}
		return builder.build();
	}

	private static SSLContext named(@Nullable SSLContext context, String name) {
		try {
			return new NamedPeerSslContext((context != null) ? context : SSLContext.getDefault(), name);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JVM has no default SSL context", ex);
		}
	}

	private record Key(@Nullable SSLContext sslContext, @Nullable ProxySelector proxy, @Nullable String serverName) {
	}

}
