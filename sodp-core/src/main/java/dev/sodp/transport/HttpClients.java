// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.lang.ref.WeakReference;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLContext;

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
		cacheLock.lock();
		try {
			cache.values().removeIf((reference) -> reference.get() == null);
			Key key = new Key(sslContext, proxy);
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
		if (key.sslContext() != null) {
			builder.sslContext(key.sslContext());
		}
		if (key.proxy() != null) {
			builder.proxy(key.proxy());
		}
		return builder.build();
	}

	private record Key(@Nullable SSLContext sslContext, @Nullable ProxySelector proxy) {
	}

}
