// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.time.Duration;
import java.util.Objects;

import dev.sodp.client.SodpClient;

/**
 * A live client has received neither a change nor a whole value for the configured time.
 * Published again and again while that lasts, once in each such time; whoever knows how
 * often a key should change notices a writer that has died. Published on a thread of its
 * own.
 */
public final class SodpIdleEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final Duration idleTime;

	/**
	 * Creates the event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param idleTime time since the last change
	 */
	public SodpIdleEvent(String clientName, SodpClient client, Duration idleTime) {
		super(clientName, client);
		this.idleTime = Objects.requireNonNull(idleTime, "idleTime must not be null");
	}

	/**
	 * Time since the last change, or since the session became live.
	 * @return at least the configured time
	 */
	public Duration getIdleTime() {
		return this.idleTime;
	}

}
