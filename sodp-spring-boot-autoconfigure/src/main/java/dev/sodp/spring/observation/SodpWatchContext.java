// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.Objects;

import io.micrometer.observation.transport.ReceiverContext;

/**
 * Context of the observation of a watching method's call. Its carrier is the key; state
 * carries no trace of its writer, so each call begins a trace of its own.
 */
public final class SodpWatchContext extends ReceiverContext<String> {

	private final String watcherId;

	private final String client;

	private final String key;

	private final long version;

	/**
	 * Creates a context.
	 * @param watcherId id of the watcher
	 * @param client name of its client
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

	public String watcherId() {
		return this.watcherId;
	}

	public String client() {
		return this.client;
	}

	public String key() {
		return this.key;
	}

	public long version() {
		return this.version;
	}

}
