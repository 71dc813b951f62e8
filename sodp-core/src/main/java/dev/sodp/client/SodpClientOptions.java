// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
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
 * @param uri the server's address
 * @param name what log lines call the client beside the address, or null
 * @param tokenProvider source of tokens, or null to present none
 * @param staticToken whether the provider hands out the same token for ever, so that a
 * refusal is final
 * @param reconnect whether to connect again after a lost or failed connection
 * @param reconnectDelay delay before the first new attempt
 * @param maxReconnectDelay longest delay between attempts
 * @param connectTimeout time from opening the socket to a live session, without the token
 * provider's
 * @param tokenTimeout time the token provider may take
 * @param callTimeout time from a call to its answer, waiting for a connection included
 * @param offlinePolicy what becomes of calls while no session is live
 * @param maxQueuedCalls most calls that wait for a connection
 * @param maxQueuedBytes most bytes of arguments that wait for a connection
 * @param readYourWrites whether a write of a watched key completes only when the value
 * here shows it
 * @param retryWrites whether {@code set}, {@code setIn} and {@code delete} are sent again
 * when the connection ended before their answer
 * @param pingInterval time between WebSocket pings; a link silent for two of them is
 * dropped
 * @param headers HTTP headers of the upgrade request
 * @param maxMessageBytes largest message that is accepted
 * @param callbackExecutor runs callbacks and listeners, or null for the client's own
 * threads
 * @param jsonMapper converts values, or null for the one that Jackson shares
 * @param sslContext for {@code wss}, asked on each attempt, or null for the JVM's default
 * @param proxySelector chooses a proxy, or null for the JVM's default
 * @param transport opens sockets, or null for the JDK's
 * @param connectionListeners told about each change of state
 * @param errorListener told about errors, or null to log them
 * @param autoStart whether building the client starts it
 */
public record SodpClientOptions(URI uri, @Nullable String name, @Nullable SodpTokenProvider tokenProvider,
		boolean staticToken, boolean reconnect, Duration reconnectDelay, Duration maxReconnectDelay,
		Duration connectTimeout, Duration tokenTimeout, Duration callTimeout, OfflinePolicy offlinePolicy,
		int maxQueuedCalls, long maxQueuedBytes, boolean readYourWrites, boolean retryWrites, Duration pingInterval,
		Map<String, List<String>> headers, int maxMessageBytes, @Nullable Executor callbackExecutor,
		@Nullable JsonMapper jsonMapper, @Nullable Supplier<SSLContext> sslContext,
		@Nullable ProxySelector proxySelector, @Nullable Transport transport,
		List<ConnectionListener> connectionListeners, @Nullable SodpErrorListener errorListener, boolean autoStart) {

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

	public SodpClientOptions {
		Map<String, List<String>> copy = new LinkedHashMap<>();
		headers.forEach((header, values) -> copy.put(header, List.copyOf(values)));
		headers = Collections.unmodifiableMap(copy);
		connectionListeners = List.copyOf(connectionListeners);
	}

	/**
	 * The server's address for logs and operators: without user information and query,
	 * which may be secret.
	 * @return scheme, host, port and path
	 */
	public URI displayUri() {
		try {
			return new URI(this.uri.getScheme(), null, this.uri.getHost(), this.uri.getPort(), this.uri.getPath(), null,
					null);
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException("Part of a valid address is not one", ex);
		}
	}

	@Override
	public String toString() {
		return "SodpClientOptions[uri=" + displayUri() + "]";
	}

}
