// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import dev.sodp.client.runtime.DefaultSodpClient;
import dev.sodp.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link SodpClient}. Not thread-safe. Every setter checks its argument;
 * {@link #build()} checks what depends on several of them.
 */
public final class SodpClientBuilder {

	/** Longest duration that is accepted, a year. */
	private static final Duration LONGEST = Duration.ofDays(365);

	private URI uri;

	private @Nullable String name;

	private @Nullable SodpTokenProvider tokenProvider;

	private boolean staticToken;

	private boolean reconnect = true;

	private Duration reconnectDelay = SodpClientOptions.DEFAULT_RECONNECT_DELAY;

	private Duration maxReconnectDelay = SodpClientOptions.DEFAULT_MAX_RECONNECT_DELAY;

	private Duration connectTimeout = SodpClientOptions.DEFAULT_CONNECT_TIMEOUT;

	private Duration tokenTimeout = SodpClientOptions.DEFAULT_TOKEN_TIMEOUT;

	private Duration callTimeout = SodpClientOptions.DEFAULT_CALL_TIMEOUT;

	private OfflinePolicy offlinePolicy = OfflinePolicy.QUEUE;

	private int maxQueuedCalls = SodpClientOptions.DEFAULT_MAX_QUEUED_CALLS;

	private long maxQueuedBytes = SodpClientOptions.DEFAULT_MAX_QUEUED_BYTES;

	private boolean readYourWrites = true;

	private boolean retryWrites;

	private Duration pingInterval = SodpClientOptions.DEFAULT_PING_INTERVAL;

	private final Map<String, List<String>> headers = new LinkedHashMap<>();

	private int maxMessageBytes = SodpClientOptions.DEFAULT_MAX_MESSAGE_BYTES;

	private @Nullable Executor callbackExecutor;

	private @Nullable JsonMapper jsonMapper;

	private @Nullable Supplier<SSLContext> sslContext;

	private @Nullable ProxySelector proxySelector;

	private @Nullable Transport transport;

	private final List<ConnectionListener> connectionListeners = new ArrayList<>();

	private @Nullable SodpErrorListener errorListener;

	private boolean autoStart = true;

	public SodpClientBuilder(String url) {
		this.uri = parse(url);
	}

	/**
	 * Sets the server's address.
	 * @param url such as {@code wss://example.org/sodp}
	 * @return this builder
	 * @throws IllegalArgumentException if it is not a {@code ws://} or {@code wss://}
	 * address with a host
	 */
	public SodpClientBuilder url(String url) {
		this.uri = parse(url);
		return this;
	}

	/**
	 * Names the client in its log lines, to tell several clients of one server apart.
	 * Without a name they hold the address only.
	 * @param newName not blank
	 * @return this builder
	 */
	public SodpClientBuilder name(String newName) {
		if (Objects.requireNonNull(newName, "name must not be null").isBlank()) {
			throw new IllegalArgumentException("name must not be blank");
		}
		this.name = newName;
		return this;
	}

	/**
	 * Presents the same token on every connection. A refusal ends the client in
	 * {@link ConnectionState#FAILED}.
	 * @param token a bearer token
	 * @return this builder
	 */
	public SodpClientBuilder token(String token) {
		this.tokenProvider = SodpTokenProvider.fixed(Objects.requireNonNull(token, "token must not be null"));
		this.staticToken = true;
		return this;
	}

	/**
	 * Asks for a token on every connection attempt; supersedes {@link #token}.
	 * @param provider may block, see {@link SodpTokenProvider#blocking}
	 * @return this builder
	 */
	public SodpClientBuilder tokenProvider(SodpTokenProvider provider) {
		this.tokenProvider = Objects.requireNonNull(provider, "provider must not be null");
		this.staticToken = false;
		return this;
	}

	public SodpClientBuilder reconnect(boolean enabled) {
		this.reconnect = enabled;
		return this;
	}

	/**
	 * Sets the delay before the first new attempt; it doubles with each failure and up to
	 * 0.5 s are added at random.
	 * @param delay positive
	 * @return this builder
	 */
	public SodpClientBuilder reconnectDelay(Duration delay) {
		this.reconnectDelay = positive(delay, "reconnectDelay");
		return this;
	}

	public SodpClientBuilder maxReconnectDelay(Duration delay) {
		this.maxReconnectDelay = positive(delay, "maxReconnectDelay");
		return this;
	}

	public SodpClientBuilder connectTimeout(Duration timeout) {
		this.connectTimeout = positive(timeout, "connectTimeout");
		return this;
	}

	public SodpClientBuilder tokenTimeout(Duration timeout) {
		this.tokenTimeout = positive(timeout, "tokenTimeout");
		return this;
	}

	public SodpClientBuilder callTimeout(Duration timeout) {
		this.callTimeout = positive(timeout, "callTimeout");
		return this;
	}

	/**
	 * Sets what becomes of calls while no session is live; by default they wait, within
	 * the bounds of {@link #maxQueuedCalls} and {@link #maxQueuedBytes}.
	 * @param policy the policy
	 * @return this builder
	 */
	public SodpClientBuilder offlinePolicy(OfflinePolicy policy) {
		this.offlinePolicy = Objects.requireNonNull(policy, "policy must not be null");
		return this;
	}

	/**
	 * Bounds the calls that wait for a connection, 10,000 by default; further ones fail
	 * with {@link SodpNotSentException}.
	 * @param calls positive
	 * @return this builder
	 */
	public SodpClientBuilder maxQueuedCalls(int calls) {
		if (calls < 1) {
			throw new IllegalArgumentException("maxQueuedCalls must be positive (was " + calls + ")");
		}
		this.maxQueuedCalls = calls;
		return this;
	}

	/**
	 * Bounds the arguments of the calls that wait for a connection, 16 MiB by default;
	 * further calls fail with {@link SodpNotSentException}.
	 * @param bytes positive
	 * @return this builder
	 */
	public SodpClientBuilder maxQueuedBytes(long bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("maxQueuedBytes must be positive (was " + bytes + ")");
		}
		this.maxQueuedBytes = bytes;
		return this;
	}

	/**
	 * Sets whether the future of a write completes only when the value of a watched key
	 * shows it here, at the latest a second after the server's answer. On by default.
	 * @param wait false to complete with the server's answer
	 * @return this builder
	 */
	public SodpClientBuilder readYourWrites(boolean wait) {
		this.readYourWrites = wait;
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
		this.retryWrites = retry;
		return this;
	}

	public SodpClientBuilder pingInterval(Duration interval) {
		this.pingInterval = positive(interval, "pingInterval");
		return this;
	}

	/**
	 * Adds an HTTP header to the upgrade request.
	 * @param name header name
	 * @param value header value
	 * @return this builder
	 * @throws IllegalArgumentException if it cannot be sent, or is one of those that the
	 * client writes itself; the message does not hold the value
	 */
	public SodpClientBuilder header(String name, String value) {
		HttpHeaders.check(Objects.requireNonNull(name, "name must not be null"),
				Objects.requireNonNull(value, "value must not be null"));
		this.headers.computeIfAbsent(name, (key) -> new ArrayList<>())
			.add(Objects.requireNonNull(value, "value must not be null"));
		return this;
	}

	/**
	 * Bounds the messages that are accepted; a larger one ends the connection.
	 * @param bytes positive
	 * @return this builder
	 */
	public SodpClientBuilder maxMessageBytes(int bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("maxMessageBytes must be positive (was " + bytes + ")");
		}
		this.maxMessageBytes = bytes;
		return this;
	}

	/**
	 * Runs callbacks and listeners; without it the client uses threads of its own, which
	 * end when idle.
	 * @param executor must not run tasks on the calling thread
	 * @return this builder
	 */
	public SodpClientBuilder callbackExecutor(@Nullable Executor executor) {
		this.callbackExecutor = executor;
		return this;
	}

	public SodpClientBuilder jsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	public SodpClientBuilder sslContext(@Nullable SSLContext context) {
		this.sslContext = (context != null) ? () -> context : null;
		return this;
	}

	/**
	 * Asks for the SSL context on every connection attempt, so that the next connection
	 * uses certificates that were replaced. A live connection is left as it is.
	 * @param source must not block; a failure counts as a failed attempt. Its contexts
	 * should stay the same until something changed, because each has an HTTP client of
	 * its own
	 * @return this builder
	 */
	public SodpClientBuilder reloadingSslContext(Supplier<SSLContext> source) {
		this.sslContext = Objects.requireNonNull(source, "source must not be null");
		return this;
	}

	public SodpClientBuilder proxy(@Nullable ProxySelector selector) {
		this.proxySelector = selector;
		return this;
	}

	/**
	 * Opens sockets with something else than the JDK's HTTP client.
	 * @param newTransport the transport
	 * @return this builder
	 */
	public SodpClientBuilder transport(@Nullable Transport newTransport) {
		this.transport = newTransport;
		return this;
	}

	public SodpClientBuilder connectionListener(ConnectionListener listener) {
		this.connectionListeners.add(Objects.requireNonNull(listener, "listener must not be null"));
		return this;
	}

	public SodpClientBuilder errorListener(SodpErrorListener listener) {
		this.errorListener = Objects.requireNonNull(listener, "listener must not be null");
		return this;
	}

	/**
	 * Sets whether {@link #build()} starts the client at once.
	 * @param start false to wait for {@link SodpClient#start()}
	 * @return this builder
	 */
	public SodpClientBuilder autoStart(boolean start) {
		this.autoStart = start;
		return this;
	}

	/**
	 * Builds the client and, unless told otherwise, starts it.
	 * @return a client to be closed after use
	 */
	public SodpClient build() {
		return DefaultSodpClient.create(options());
	}

	public SodpClientOptions options() {
		if (this.maxReconnectDelay.compareTo(this.reconnectDelay) < 0) {
			throw new IllegalArgumentException("maxReconnectDelay must not be shorter than reconnectDelay (was "
					+ this.maxReconnectDelay + " < " + this.reconnectDelay + ")");
		}
		return new SodpClientOptions(this.uri, this.name, this.tokenProvider, this.staticToken, this.reconnect,
				this.reconnectDelay, this.maxReconnectDelay, this.connectTimeout, this.tokenTimeout, this.callTimeout,
				this.offlinePolicy, this.maxQueuedCalls, this.maxQueuedBytes, this.readYourWrites, this.retryWrites,
				this.pingInterval, this.headers, this.maxMessageBytes, this.callbackExecutor, this.jsonMapper,
				this.sslContext, this.proxySelector, this.transport, this.connectionListeners, this.errorListener,
				this.autoStart);
	}

	/** The messages leave out user information, which may be secret. */
	private static URI parse(String url) {
		Objects.requireNonNull(url, "url must not be null");
		String shown = url.replaceFirst("//[^/@]*@", "//(hidden)@");
		URI uri;
		try {
			uri = URI.create(url);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"url '" + shown + "' is not an address; write for example ws://localhost:7777");
		}
		String scheme = uri.getScheme();
		if (!"ws".equalsIgnoreCase(scheme) && !"wss".equalsIgnoreCase(scheme)) {
			throw new IllegalArgumentException(
					"url '" + shown + "' must begin with ws:// or wss://, for example ws://localhost:7777");
		}
		if (uri.getHost() == null) {
			throw new IllegalArgumentException(
					"url '" + shown + "' names no host; a host name must not contain an underscore");
		}
		if (uri.getPort() > 65_535 || uri.getFragment() != null) {
			throw new IllegalArgumentException(
					"url '" + shown + "' must have a port up to 65535 and no part after a #");
		}
		return uri;
	}

	private static Duration positive(Duration duration, String name) {
		Objects.requireNonNull(duration, name + " must not be null");
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive (was " + duration + ")");
		}
		if (duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(name + " must be at most " + LONGEST + " (was " + duration + ")");
		}
		return duration;
	}

}
