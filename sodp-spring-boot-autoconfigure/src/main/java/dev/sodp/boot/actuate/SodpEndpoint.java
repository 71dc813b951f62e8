// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.sodp.boot.properties.SafeUri;
import dev.sodp.client.ClientError;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.event.SodpKeyErrors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that reports the connections of SODP clients and the keys they watch,
 * and can make a client reconnect. Never exposes tokens, and values only if configured
 * to.
 */
@Endpoint(id = "sodp")
public final class SodpEndpoint {

	/** Placeholder for a value that is not shown, as in Boot's own endpoints. */
	static final String HIDDEN = "******";

	private final SodpClients clients;

	private final SodpKeyErrors errors;

	private final Show showValues;

	private final Clock clock;

	/**
	 * Creates the endpoint.
	 * @param clients the clients to report on
	 * @param errors provides the last errors of keys
	 * @param showValues when to show the value of a key
	 */
	public SodpEndpoint(SodpClients clients, SodpKeyErrors errors, Show showValues) {
		this(clients, errors, showValues, Clock.systemUTC());
	}

	SodpEndpoint(SodpClients clients, SodpKeyErrors errors, Show showValues, Clock clock) {
		this.clients = Objects.requireNonNull(clients, "clients must not be null");
		this.errors = Objects.requireNonNull(errors, "errors must not be null");
		this.showValues = Objects.requireNonNull(showValues, "showValues must not be null");
		this.clock = clock;
	}

	/**
	 * Returns all clients.
	 * @return their connections and keys, by name
	 */
	@ReadOperation
	public ClientsDescriptor clients() {
		Map<String, ClientDescriptor> descriptors = new LinkedHashMap<>();
		this.clients.all().forEach((name, client) -> descriptors.put(name, describe(client)));
		return new ClientsDescriptor(descriptors);
	}

	/**
	 * Returns a client.
	 * @param client name of the client
	 * @return its connection and keys; null if there is no such client
	 */
	@ReadOperation
	public @Nullable ClientDescriptor client(@Selector String client) {
		SodpClient found = find(client);
		return (found != null) ? describe(found) : null;
	}

	/**
	 * Returns a key.
	 * @param client name of the client
	 * @param key the key; if it contains slashes, the parts between them
	 * @return its status, and its value if it may be shown; null if the client does not
	 * watch it
	 */
	@ReadOperation
	public @Nullable ValueDescriptor key(@Selector String client,
			@Selector(match = Match.ALL_REMAINING) String... key) {
		return describe(client, joined(key), this.showValues.isShown(true));
	}

	/** Other servers than ours allow slashes in keys. */
	static String joined(String[] segments) {
		return String.join("/", segments);
	}

	@Nullable ValueDescriptor describe(String client, String key, boolean showValue) {
		SodpClient found = find(client);
		KeyStatus status = (found != null) ? found.keyStatus(key).orElse(null) : null;
		if (found == null || status == null) {
			return null;
		}
		Object value = showValue ? found.get(key).<@Nullable Object>map(JsonNode.class::cast).orElse(null) : HIDDEN;
		return new ValueDescriptor(describe(found, status), value);
	}

	/**
	 * Makes a client replace its connection with a new one.
	 * @param client name of the client
	 * @return false if there is no such client
	 */
	@WriteOperation
	public boolean reconnect(@Selector String client) {
		SodpClient found = find(client);
		if (found == null) {
			return false;
		}
		found.reconnect();
		return true;
	}

	private @Nullable SodpClient find(String name) {
		return this.clients.all().get(name);
	}

	private ClientDescriptor describe(SodpClient client) {
		Map<String, KeyDescriptor> keys = new LinkedHashMap<>();
		client.keyStatuses().forEach((status) -> keys.put(status.key(), describe(client, status)));
		return new ClientDescriptor(ConnectionDetails.of(client.status()), keys);
	}

	private KeyDescriptor describe(SodpClient client, KeyStatus status) {
		Duration age = Duration.between(status.since(), this.clock.instant());
		ErrorDescriptor lastError = this.errors.last(client, status.key()).map(SodpEndpoint::describe).orElse(null);
		return new KeyDescriptor(status.state().name(), status.version(), status.initialized(), status.since(),
				age.isNegative() ? Duration.ZERO : age, status.subscribers(), lastError);
	}

	private static ErrorDescriptor describe(SodpKeyErrors.KeyError last) {
		Throwable cause = last.error().cause();
		// The messages of callbacks and conversions may contain the value.
		String message = (last.error().source() == ClientError.Source.CALLBACK) ? "A callback failed, see the log"
				: SafeUri.in(last.error().message());
		return new ErrorDescriptor(last.at(), last.error().source().name(), last.error().code(), message,
				(cause != null) ? cause.getClass().getName() : null);
	}

	/**
	 * Descriptor of all clients.
	 *
	 * @param clients the clients by name
	 */
	public record ClientsDescriptor(Map<String, ClientDescriptor> clients) {
	}

	/**
	 * Descriptor of a client.
	 *
	 * @param connection the details of the connection
	 * @param keys the watched keys
	 */
	public record ClientDescriptor(Map<String, Object> connection, Map<String, KeyDescriptor> keys) {
	}

	/**
	 * Descriptor of a watched key.
	 *
	 * @param status how in step the local value is with the server
	 * @param version version of the local value
	 * @param initialized whether the key exists
	 * @param since since when the key has had its status
	 * @param age how long the key has had its status
	 * @param subscribers number of watches on the key
	 * @param lastError the last error that concerned the key
	 */
	public record KeyDescriptor(String status, long version, boolean initialized, Instant since, Duration age,
			int subscribers, @Nullable ErrorDescriptor lastError) {
	}

	/**
	 * Descriptor of a watched key with its value.
	 *
	 * @param key the key
	 * @param value its value, or asterisks
	 */
	public record ValueDescriptor(KeyDescriptor key, @Nullable Object value) {
	}

	/**
	 * Descriptor of an error.
	 *
	 * @param at when the error was reported
	 * @param source where the error originated
	 * @param code error code of the protocol, if the server sent one
	 * @param message the error message
	 * @param exception class name of the underlying exception, if any
	 */
	public record ErrorDescriptor(Instant at, String source, @Nullable Integer code, String message,
			@Nullable String exception) {
	}

}
