// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.Objects;
import java.util.concurrent.CancellationException;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Context of the observation of a single write of a {@link dev.sodp.spring.SodpTemplate}.
 * Nothing is propagated to the server, because frames have no headers.
 */
public final class SodpTemplateObservationContext extends SenderContext<String> {

	private final String client;

	private final String operation;

	private final @Nullable String key;

	private String outcome = KeyValue.NONE_VALUE;

	/**
	 * Creates a context.
	 * @param client name of the client
	 * @param operation the operation, such as {@code set}
	 * @param key the key, or null for a call
	 */
	public SodpTemplateObservationContext(String client, String operation, @Nullable String key) {
		super((carrier, name, value) -> {
		}, Kind.PRODUCER);
		this.client = Objects.requireNonNull(client, "client must not be null");
		this.operation = Objects.requireNonNull(operation, "operation must not be null");
		this.key = key;
		setRemoteServiceName("sodp");
	}

	/**
	 * Returns the name of the client.
	 * @return {@code primary} or the name of another client
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Returns the operation.
	 * @return the operation, such as {@code set}
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * Returns the key that is written.
	 * @return the key, or null for a call
	 */
	public @Nullable String key() {
		return this.key;
	}

	/**
	 * Returns the outcome of the write.
	 * @return {@code applied}, {@code rejected}, {@code not_sent}, {@code unknown} or
	 * {@code invalid}; {@code none} while it is in progress
	 */
	public String outcome() {
		return this.outcome;
	}

	/** Records the outcome of the write. */
	void ended(@Nullable Throwable failure) {
		this.outcome = outcome(failure);
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "applied";
		}
		if (failure instanceof SodpRejectedException) {
			return "rejected";
		}
		if (failure instanceof SodpNotSentException) {
			return "not_sent";
		}
		boolean unknown = failure instanceof SodpOutcomeUnknownException || failure instanceof CancellationException;
		return unknown ? "unknown" : "invalid";
	}

}
