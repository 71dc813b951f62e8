// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.Objects;

import dev.sodp.client.SodpClient;

/**
 * Published when a live client has received neither a delta nor a snapshot for the
 * configured time, and again each time that time elapses while it lasts. Reveals a writer
 * that has died, provided you know how often a key should change. Published on a
 * dedicated thread.
 */
public final class SodpIdleEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	/** Time since the last change. */
	private final Duration idleTime;

	/**
	 * Creates an event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param idleTime time since the last change
	 */
	public SodpIdleEvent(String clientName, SodpClient client, Duration idleTime) {
		super(clientName, client);
		this.idleTime = Objects.requireNonNull(idleTime, "idleTime must not be null");
	}

	/**
	 * Returns the time since the last change, or since the session became live.
	 * @return the time; at least the configured one
	 */
	public Duration getIdleTime() {
		return this.idleTime;
	}

}
