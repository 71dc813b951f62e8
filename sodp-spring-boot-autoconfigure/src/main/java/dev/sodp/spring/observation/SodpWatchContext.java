// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.Objects;

import io.micrometer.observation.transport.ReceiverContext;

/**
 * Context of the observation of a call of a {@code @SodpWatch} method. Its carrier is the
 * key; state does not carry the trace of its writer, so each call starts a new trace.
 */
public final class SodpWatchContext extends ReceiverContext<String> {

	private final String watcherId;

	private final String client;

	private final String key;

	private final long version;

	/**
	 * Creates a context.
	 * @param watcherId id of the watcher
	 * @param client name of the client
	 * @param key key of the event
	 * @param version version of the event
	 */
	public SodpWatchContext(String watcherId, String client, String key, long version) {
		super((carrier, field) -> null);
		this.watcherId = Objects.requireNonNull(watcherId, "watcherId must not be null");
		this.client = Objects.requireNonNull(client, "client must not be null");
		this.key = Objects.requireNonNull(key, "key must not be null");
		this.version = version;
		setCarrier(key);
		setRemoteServiceName("sodp");
	}

	/**
	 * Returns the id of the watcher.
	 * @return the id
	 */
	public String watcherId() {
		return this.watcherId;
	}

	/**
	 * Returns the name of the client.
	 * @return {@code primary} or the name of another client
	 */
	public String client() {
		return this.client;
	}

	/**
	 * Returns the key of the event.
	 * @return the key
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Returns the version of the event.
	 * @return the version
	 */
	public long version() {
		return this.version;
	}

}
