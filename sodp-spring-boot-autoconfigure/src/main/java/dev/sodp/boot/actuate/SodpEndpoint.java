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
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that tells how SODP clients stand to their servers and which keys they
 * watch, and can have a client connect anew. Shows no token, and values only where that
 * is allowed.
 */
@Endpoint(id = "sodp")
public final class SodpEndpoint {

	/** Stands for a value that is not shown, as in Boot's own endpoints. */
	static final String HIDDEN = "******";

	private final SodpClients clients;

	private final SodpKeyErrors errors;

	private final Show showValues;

	private final Clock clock;

	/**
	 * Creates the endpoint.
	 * @param clients the clients to tell about
	 * @param errors where the last errors of keys are found
	 * @param showValues when the value of a key is shown
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
	 * Tells about all clients.
	 * @return their connections and keys, by name
	 */
	@ReadOperation
	public ClientsDescriptor clients() {
		Map<String, ClientDescriptor> descriptors = new LinkedHashMap<>();
		this.clients.all().forEach((name, client) -> descriptors.put(name, describe(client)));
		return new ClientsDescriptor(descriptors);
	}

	/**
	 * Tells about one client.
	 * @param client name of the client
	 * @return its connection and keys; null if there is none of that name
	 */
	@ReadOperation
	public @Nullable ClientDescriptor client(@Selector String client) {
		SodpClient found = find(client);
		return (found != null) ? describe(found) : null;
	}

	/**
	 * Tells about one key.
	 * @param client name of the client
	 * @param key the key
	 * @return how the key stands, and its value if it may be shown; null if it is not
	 * watched by that client
	 */
	@ReadOperation
	public @Nullable ValueDescriptor key(@Selector String client, @Selector String key) {
		return key(client, key, this.showValues.isShown(true));
	}

	@Nullable ValueDescriptor key(String client, String key, boolean showValue) {
		SodpClient found = find(client);
		KeyStatus status = (found != null) ? found.keyStatus(key).orElse(null) : null;
		if (found == null || status == null) {
			return null;
		}
		Object value = showValue ? found.get(key).<@Nullable Object>map(JsonNode.class::cast).orElse(null) : HIDDEN;
		return new ValueDescriptor(describe(found, status), value);
	}

	/**
	 * Has a client give up its connection for a fresh one.
	 * @param client name of the client
	 * @return false if there is none of that name
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
		// What a callback or a conversion says may quote the value.
		String message = (last.error().source() == ClientError.Source.CALLBACK) ? "A callback failed, see the log"
				: SafeUri.in(last.error().message());
		return new ErrorDescriptor(last.at(), last.error().source().name(), last.error().code(), message,
				(cause != null) ? cause.getClass().getName() : null);
	}

	/**
	 * All clients.
	 *
	 * @param clients the clients by name
	 */
	public record ClientsDescriptor(Map<String, ClientDescriptor> clients) {
	}

	/**
	 * One client.
	 *
	 * @param connection where the connection stands
	 * @param keys the watched keys
	 */
	public record ClientDescriptor(Map<String, Object> connection, Map<String, KeyDescriptor> keys) {
	}

	/**
	 * One watched key.
	 *
	 * @param status how it stands to the server
	 * @param version version of the value known here
	 * @param initialized whether it exists
	 * @param since when it came to this status
	 * @param age time since then
	 * @param subscribers number of watches on it
	 * @param lastError the last error that concerned it
	 */
	public record KeyDescriptor(String status, long version, boolean initialized, Instant since, Duration age,
			int subscribers, @Nullable ErrorDescriptor lastError) {
	}

	/**
	 * One watched key with its value.
	 *
	 * @param key how it stands
	 * @param value its value, or asterisks
	 */
	public record ValueDescriptor(KeyDescriptor key, @Nullable Object value) {
	}

	/**
	 * An error.
	 *
	 * @param at when it was reported
	 * @param source where it arose
	 * @param code error code of the protocol, if the server sent one
	 * @param message what happened
	 * @param exception class of the exception behind it, if any
	 */
	public record ErrorDescriptor(Instant at, String source, @Nullable Integer code, String message,
			@Nullable String exception) {
	}

}
