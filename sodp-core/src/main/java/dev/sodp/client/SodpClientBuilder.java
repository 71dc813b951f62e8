// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sodp.client.runtime.DefaultSodpClient;
import dev.sodp.internal.Durations;
import dev.sodp.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link SodpClient}. Not thread-safe. Every setter checks its argument;
 * {@link #build()} checks what depends on several of them.
 */
public final class SodpClientBuilder {

	private final SodpClientOptions.Settings settings;

	/**
	 * Begins with the defaults that {@link SodpClientOptions} names.
	 * @param url the server's address, such as {@code wss://example.org/sodp}
	 * @throws IllegalArgumentException if it is not a {@code ws://} or {@code wss://}
	 * address with a host
	 */
	public SodpClientBuilder(String url) {
		this.settings = new SodpClientOptions.Settings(ServerUrl.parse(url));
	}

	/**
	 * Sets the server's address.
	 * @param url such as {@code wss://example.org/sodp}
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a {@code ws://} or {@code wss://}
	 * address with a host
	 */
	public SodpClientBuilder url(String url) {
		this.settings.uri = ServerUrl.parse(url);
		return this;
	}

	/**
	 * Names the client in its log lines, to tell several clients of one server apart.
	 * Without a name they hold the address only.
	 * @param newName not blank
	 * @return this builder
	 * @throws IllegalArgumentException if it is blank
	 */
	public SodpClientBuilder name(String newName) {
		if (Objects.requireNonNull(newName, "name must not be null").isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		this.settings.name = newName;
		return this;
	}

	/**
	 * Presents the same token on every connection. A refusal ends the client in
	 * {@link ConnectionState#FAILED}.
	 * @param token a bearer token
	 * @return this builder
	 */
	public SodpClientBuilder token(String token) {
		this.settings.tokenProvider = SodpTokenProvider.fixed(Objects.requireNonNull(token, "token must not be null"));
		this.settings.staticToken = true;
		return this;
	}

	/**
	 * Sets the provider that is asked for a token on every connection attempt, in place
	 * of {@link #token}.
	 * @param provider may block, see {@link SodpTokenProvider#blocking}
	 * @return this builder
	 */
	public SodpClientBuilder tokenProvider(SodpTokenProvider provider) {
		this.settings.tokenProvider = Objects.requireNonNull(provider, "provider must not be null");
		this.settings.staticToken = false;
		return this;
	}

	/**
	 * Sets whether the client connects again after a lost or failed connection. On by
	 * default.
	 * @param enabled false to end in {@link ConnectionState#FAILED} instead
	 * @return this builder
	 */
	public SodpClientBuilder reconnect(boolean enabled) {
		this.settings.reconnect = enabled;
		return this;
	}

	/**
	 * Sets the delay before the first new attempt; it doubles with each failure and up to
	 * 0.5 s are added at random.
	 * @param delay positive, at most 365 days and at most {@link #maxReconnectDelay}; 1 s
	 * by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder reconnectDelay(Duration delay) {
		this.settings.reconnectDelay = Durations.bounded(delay, "reconnectDelay");
		return this;
	}

	/**
	 * Sets the longest delay between attempts, before what is added at random.
	 * @param delay positive, at most 365 days and at least {@link #reconnectDelay}; 30 s
	 * by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder maxReconnectDelay(Duration delay) {
		this.settings.maxReconnectDelay = Durations.bounded(delay, "maxReconnectDelay");
		return this;
	}

	/**
	 * Sets the time from opening the socket to a live session; the token provider's is
	 * not part of it. An attempt that takes longer counts as failed.
	 * @param timeout positive, at most 365 days; 15 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder connectTimeout(Duration timeout) {
		this.settings.connectTimeout = Durations.bounded(timeout, "connectTimeout");
		return this;
	}

	/**
	 * Sets the time that the token provider may take. An attempt that waits longer for
	 * its token counts as failed.
	 * @param timeout positive, at most 365 days; 30 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder tokenTimeout(Duration timeout) {
		this.settings.tokenTimeout = Durations.bounded(timeout, "tokenTimeout");
		return this;
	}

	/**
	 * Sets the time from a call to its answer, waiting for a connection included. A call
	 * that has no answer by then fails, with {@link SodpNotSentException} if it was not
	 * sent and else with {@link SodpOutcomeUnknownException}.
	 * @param timeout positive, at most 365 days; 30 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder callTimeout(Duration timeout) {
		this.settings.callTimeout = Durations.bounded(timeout, "callTimeout");
		return this;
	}

	/**
	 * Sets what becomes of calls while no session is live; by default they wait, within
	 * the bounds of {@link #maxQueuedCalls} and {@link #maxQueuedBytes}.
	 * @param policy the policy
	 * @return this builder
	 */
	public SodpClientBuilder offlinePolicy(OfflinePolicy policy) {
		this.settings.offlinePolicy = Objects.requireNonNull(policy, "policy must not be null");
		return this;
	}

	/**
	 * Bounds the calls that wait for a connection, 10,000 by default; further ones fail
	 * with {@link SodpNotSentException}.
	 * @param calls positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpClientBuilder maxQueuedCalls(int calls) {
		checkPositive(calls, "maxQueuedCalls");
		this.settings.maxQueuedCalls = calls;
		return this;
	}

	/**
	 * Bounds the arguments of the calls that wait for a connection, 16 MiB by default;
	 * further calls fail with {@link SodpNotSentException}.
	 * @param bytes positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpClientBuilder maxQueuedBytes(long bytes) {
		checkPositive(bytes, "maxQueuedBytes");
		this.settings.maxQueuedBytes = bytes;
		return this;
	}

	/**
	 * Sets whether the future of a write completes only when the value of a watched key
	 * shows it here, at the latest a second after the server's answer. On by default.
	 * @param wait false to complete with the server's answer
	 * @return this builder
	 */
	public SodpClientBuilder readYourWrites(boolean wait) {
		this.settings.readYourWrites = wait;
		return this;
	}

	/**
	 * Sets whether {@code set}, {@code setIn} and {@code delete} are sent again in the
	 * next session when the connection ended before their answer. Such a write may then
	 * overwrite a newer one of somebody else. Off by default.
	 * @param retry true to send them again
	 * @return this builder
	 */
	public SodpClientBuilder retryWrites(boolean retry) {
		this.settings.retryWrites = retry;
		return this;
	}

	/**
	 * Sets the time between WebSocket pings; a link that is silent for two of them is
	 * dropped.
	 * @param interval positive, at most 365 days; 10 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpClientBuilder pingInterval(Duration interval) {
		this.settings.pingInterval = Durations.bounded(interval, "pingInterval");
		return this;
	}

	/**
	 * Adds an HTTP header to the upgrade request.
	 * @param name header name; one that is added again gets a further value
	 * @param value header value
	 * @return this builder
	 * @throws IllegalArgumentException if it cannot be sent, or is one of those that the
	 * client writes itself; the message does not hold the value
	 */
	public SodpClientBuilder header(String name, String value) {
		Objects.requireNonNull(name, "name must not be null");
		Objects.requireNonNull(value, "value must not be null");
		this.settings.headers = HttpHeaders.with(this.settings.headers, name, value);
		return this;
	}

	/**
	 * Bounds the messages that are accepted, 64 MiB by default; a larger one ends the
	 * connection.
	 * @param bytes positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpClientBuilder maxMessageBytes(int bytes) {
		checkPositive(bytes, "maxMessageBytes");
		this.settings.maxMessageBytes = bytes;
		return this;
	}

	/**
	 * Sets the executor that runs callbacks and listeners. By default the client uses
	 * threads of its own, which end when idle.
	 * @param executor must not run tasks on the calling thread; null for the client's own
	 * threads
	 * @return this builder
	 */
	public SodpClientBuilder callbackExecutor(@Nullable Executor executor) {
		this.settings.callbackExecutor = executor;
		return this;
	}

	/**
	 * Sets the mapper that converts values; by default the one that Jackson shares.
	 * @param mapper the mapper
	 * @return this builder
	 */
	public SodpClientBuilder jsonMapper(JsonMapper mapper) {
		this.settings.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	/**
	 * Sets the SSL context for {@code wss}.
	 * @param context the context, the same for each attempt to connect; null for the
	 * JVM's default
	 * @return this builder
	 */
	public SodpClientBuilder sslContext(@Nullable SSLContext context) {
		this.settings.sslContext = (context != null) ? () -> context : null;
		return this;
	}

	/**
	 * Sets the source of the SSL context, which is asked on every connection attempt, so
	 * that the next connection uses certificates that were replaced. A live connection is
	 * left as it is.
	 * @param source must not block; a failure counts as a failed attempt. Its contexts
	 * should stay the same until something changed, because each has an HTTP client of
	 * its own
	 * @return this builder
	 */
	public SodpClientBuilder reloadingSslContext(Supplier<SSLContext> source) {
		this.settings.sslContext = Objects.requireNonNull(source, "source must not be null");
		return this;
	}

	/**
	 * Sets the proxy selector.
	 * @param selector asked for the server's address; null for the JVM's default
	 * @return this builder
	 */
	public SodpClientBuilder proxy(@Nullable ProxySelector selector) {
		this.settings.proxySelector = selector;
		return this;
	}

	/**
	 * Sets the transport, which opens sockets.
	 * @param newTransport the transport; null for the JDK's HTTP client
	 * @return this builder
	 */
	public SodpClientBuilder transport(@Nullable Transport newTransport) {
		this.settings.transport = newTransport;
		return this;
	}

	/**
	 * Adds a listener of the client's state.
	 * @param listener called for each change, see {@link ConnectionListener}
	 * @return this builder
	 */
	public SodpClientBuilder connectionListener(ConnectionListener listener) {
		List<ConnectionListener> listeners = new ArrayList<>(this.settings.connectionListeners);
		listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
		this.settings.connectionListeners = List.copyOf(listeners);
		return this;
	}

	/**
	 * Sets what receives the errors that no future carries; without it the client logs
	 * them.
	 * @param listener called for each error, see {@link SodpErrorListener}
	 * @return this builder
	 */
	public SodpClientBuilder errorListener(SodpErrorListener listener) {
		this.settings.errorListener = Objects.requireNonNull(listener, "listener must not be null");
		return this;
	}

	/**
	 * Sets whether {@link #build()} starts the client at once.
	 * @param start false to wait for {@link SodpClient#start()}
	 * @return this builder
	 */
	public SodpClientBuilder autoStart(boolean start) {
		this.settings.autoStart = start;
		return this;
	}

	/**
	 * Builds the client and, unless {@link #autoStart} is off, starts it.
	 * @return a client to be closed after use
	 * @throws IllegalArgumentException if {@link #maxReconnectDelay} is shorter than
	 * {@link #reconnectDelay}
	 */
	public SodpClient build() {
		return DefaultSodpClient.create(options());
	}

	/**
	 * Checks what depends on several options.
	 * @return what {@link #build()} would build a client with; the builder may go on
	 * @throws IllegalArgumentException if {@link #maxReconnectDelay} is shorter than
	 * {@link #reconnectDelay}
	 */
	public SodpClientOptions options() {
		Duration first = this.settings.reconnectDelay;
		Duration longest = this.settings.maxReconnectDelay;
		if (longest.compareTo(first) < 0) {
			throw new IllegalArgumentException(
					"maxReconnectDelay must not be shorter than reconnectDelay (was " + longest + " < " + first + ")");
		}
		return new SodpClientOptions(this.settings);
	}

	private static void checkPositive(long value, String name) {
		if (value < 1) {
			throw new IllegalArgumentException(name + " must be positive (was " + value + ")");
		}
	}

}
