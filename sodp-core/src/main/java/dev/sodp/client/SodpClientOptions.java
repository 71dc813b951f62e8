// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sodp.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a client was built with. Immutable; made and checked by
 * {@link SodpClientBuilder}.
 *
 * <p>
 * Durations are positive and at most 365 days.
 */
public final class SodpClientOptions {

	/** Delay before the first reconnect, 1 s. */
	public static final Duration DEFAULT_RECONNECT_DELAY = Duration.ofSeconds(1);

	/** Longest delay between connection attempts, 30 s. */
	public static final Duration DEFAULT_MAX_RECONNECT_DELAY = Duration.ofSeconds(30);

	/** Time from opening the socket to a live session, 15 s. */
	public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(15);

	/** Time the token provider may take, 30 s. */
	public static final Duration DEFAULT_TOKEN_TIMEOUT = Duration.ofSeconds(30);

	/** Time from a call to its answer, 30 s. */
	public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(30);

	/** Most calls that wait for a connection, 10,000. */
	public static final int DEFAULT_MAX_QUEUED_CALLS = 10_000;

	/** Most bytes of arguments that wait for a connection, 16 MiB. */
	public static final long DEFAULT_MAX_QUEUED_BYTES = 16L * 1024 * 1024;

	/** Time between WebSocket pings, 10 s. */
	public static final Duration DEFAULT_PING_INTERVAL = Duration.ofSeconds(10);

	/** Largest message that is accepted, 64 MiB. */
	public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

	private final Settings settings;

	SodpClientOptions(Settings settings) {
		this.settings = settings.copy();
	}

	/**
	 * Returns the server's address.
	 * @return a {@code ws} or {@code wss} address with a host; may hold user information,
	 * which logs must not show: see {@link #displayUri()}
	 */
	public URI uri() {
		return this.settings.uri;
	}

	/**
	 * Returns the name that log lines show beside the address.
	 * @return null for the address alone
	 */
	public @Nullable String name() {
		return this.settings.name;
	}

	/**
	 * Returns the source of tokens.
	 * @return null to present none
	 */
	public @Nullable SodpTokenProvider tokenProvider() {
		return this.settings.tokenProvider;
	}

	/**
	 * Returns whether the provider always supplies the same token.
	 * @return true if a refusal of the token is final
	 */
	public boolean staticToken() {
		return this.settings.staticToken;
	}

	/**
	 * Returns whether the client reconnects after a lost or failed connection.
	 * @return false if the first end of a connection is the client's
	 */
	public boolean reconnect() {
		return this.settings.reconnect;
	}

	/**
	 * Returns the delay before the first new attempt; it doubles with each failure.
	 * @return {@link #DEFAULT_RECONNECT_DELAY} unless set
	 */
	public Duration reconnectDelay() {
		return this.settings.reconnectDelay;
	}

	/**
	 * Returns the longest delay between attempts.
	 * @return not shorter than {@link #reconnectDelay()};
	 * {@link #DEFAULT_MAX_RECONNECT_DELAY} unless set
	 */
	public Duration maxReconnectDelay() {
		return this.settings.maxReconnectDelay;
	}

	/**
	 * Returns the time limit from opening the socket to a live session, without the token
	 * provider's.
	 * @return {@link #DEFAULT_CONNECT_TIMEOUT} unless set
	 */
	public Duration connectTimeout() {
		return this.settings.connectTimeout;
	}

	/**
	 * Returns the time that the token provider may take.
	 * @return {@link #DEFAULT_TOKEN_TIMEOUT} unless set
	 */
	public Duration tokenTimeout() {
		return this.settings.tokenTimeout;
	}

	/**
	 * Returns the time limit from a call to its answer, including the wait for a
	 * connection.
	 * @return {@link #DEFAULT_CALL_TIMEOUT} unless set
	 */
	public Duration callTimeout() {
		return this.settings.callTimeout;
	}

	/**
	 * Returns what happens to calls while no session is live.
	 * @return {@link OfflinePolicy#QUEUE} unless set
	 */
	public OfflinePolicy offlinePolicy() {
		return this.settings.offlinePolicy;
	}

	/**
	 * Returns how many calls may wait for a connection.
	 * @return positive; {@link #DEFAULT_MAX_QUEUED_CALLS} unless set
	 */
	public int maxQueuedCalls() {
		return this.settings.maxQueuedCalls;
	}

	/**
	 * Returns how many bytes of arguments may wait for a connection.
	 * @return positive; {@link #DEFAULT_MAX_QUEUED_BYTES} unless set
	 */
	public long maxQueuedBytes() {
		return this.settings.maxQueuedBytes;
	}

	/**
	 * Returns whether a write of a watched key completes only when the local value
	 * reflects it.
	 * @return true unless set
	 */
	public boolean readYourWrites() {
		return this.settings.readYourWrites;
	}

	/**
	 * Returns whether {@code set}, {@code setIn} and {@code delete} are sent again when
	 * the connection ended before their answer.
	 * @return false unless set
	 */
	public boolean retryWrites() {
		return this.settings.retryWrites;
	}

	/**
	 * Returns the time between WebSocket pings; a link silent for two of them is dropped.
	 * @return {@link #DEFAULT_PING_INTERVAL} unless set
	 */
	public Duration pingInterval() {
		return this.settings.pingInterval;
	}

	/**
	 * Returns the HTTP headers of the upgrade request, in the order they were added.
	 * @return unmodifiable; the values are secrets as a rule
	 */
	public Map<String, List<String>> headers() {
		return this.settings.headers;
	}

	/**
	 * Returns the size of the largest message that is accepted, in bytes.
	 * @return positive; {@link #DEFAULT_MAX_MESSAGE_BYTES} unless set
	 */
	public int maxMessageBytes() {
		return this.settings.maxMessageBytes;
	}

	/**
	 * Returns the executor of callbacks and listeners.
	 * @return null for the client's own threads
	 */
	public @Nullable Executor callbackExecutor() {
		return this.settings.callbackExecutor;
	}

	/**
	 * Returns the mapper that converts values.
	 * @return null for the mapper that Jackson shares
	 */
	public @Nullable JsonMapper jsonMapper() {
		return this.settings.jsonMapper;
	}

	/**
	 * Returns the source of the SSL context for {@code wss}, asked for each attempt to
	 * connect.
	 * @return null for the JVM's default
	 */
	public @Nullable Supplier<SSLContext> sslContext() {
		return this.settings.sslContext;
	}

	/**
	 * Returns the proxy selector.
	 * @return null for the JVM's default
	 */
	public @Nullable ProxySelector proxySelector() {
		return this.settings.proxySelector;
	}

	/**
	 * Returns the transport, which opens sockets.
	 * @return null for the JDK's HTTP client
	 */
	public @Nullable Transport transport() {
		return this.settings.transport;
	}

	/**
	 * Returns the listeners that are notified of each change of the client's state.
	 * @return unmodifiable, in the order they were added
	 */
	public List<ConnectionListener> connectionListeners() {
		return this.settings.connectionListeners;
	}

	/**
	 * Returns the listener that is notified of errors that no future carries.
	 * @return null to log them
	 */
	public @Nullable SodpErrorListener errorListener() {
		return this.settings.errorListener;
	}

	/**
	 * Returns whether building the client starts it.
	 * @return true unless set
	 */
	public boolean autoStart() {
		return this.settings.autoStart;
	}

	/**
	 * Returns the server's address for logs and operators: without user information and
	 * query, which may be secret.
	 * @return scheme, host, port and path
	 */
	public URI displayUri() {
		return ServerUrl.withoutSecrets(uri());
	}

	@Override
	public String toString() {
		return "SodpClientOptions[uri=" + displayUri() + "]";
	}

	/**
	 * The options while the builder collects them. Another option is a field here with
	 * its default, an accessor above, and a setter of the builder, which checks it.
	 *
	 * <p>
	 * What the fields hold is immutable itself, so that a shallow copy keeps what was set
	 * up to then.
	 */
	static final class Settings implements Cloneable {

		URI uri;

		@Nullable String name;

		@Nullable SodpTokenProvider tokenProvider;

		boolean staticToken;

		boolean reconnect = true;

		Duration reconnectDelay = DEFAULT_RECONNECT_DELAY;

		Duration maxReconnectDelay = DEFAULT_MAX_RECONNECT_DELAY;

		Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;

		Duration tokenTimeout = DEFAULT_TOKEN_TIMEOUT;

		Duration callTimeout = DEFAULT_CALL_TIMEOUT;

		OfflinePolicy offlinePolicy = OfflinePolicy.QUEUE;

		int maxQueuedCalls = DEFAULT_MAX_QUEUED_CALLS;

		long maxQueuedBytes = DEFAULT_MAX_QUEUED_BYTES;

		boolean readYourWrites = true;

		boolean retryWrites;

		Duration pingInterval = DEFAULT_PING_INTERVAL;

		Map<String, List<String>> headers = Map.of();

		int maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES;

		@Nullable Executor callbackExecutor;

		@Nullable JsonMapper jsonMapper;

		@Nullable Supplier<SSLContext> sslContext;

		@Nullable ProxySelector proxySelector;

		@Nullable Transport transport;

		List<ConnectionListener> connectionListeners = List.of();

		@Nullable SodpErrorListener errorListener;

		boolean autoStart = true;

		Settings(URI uri) {
			this.uri = uri;
		}

		Settings copy() {
			try {
				return (Settings) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
