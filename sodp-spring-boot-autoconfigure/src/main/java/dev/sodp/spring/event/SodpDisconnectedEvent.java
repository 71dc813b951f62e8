// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;
import java.util.Optional;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * Published when a session has ended or the client has given up connecting: from now on
 * values are not kept up to date. Failed attempts to connect in between are not
 * published.
 */
public final class SodpDisconnectedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionStatus status;

	/**
	 * Creates an event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param status connection status after the session ended
	 */
	public SodpDisconnectedEvent(String clientName, SodpClient client, ConnectionStatus status) {
		super(clientName, client);
		this.status = Objects.requireNonNull(status, "status must not be null");
	}

	/**
	 * Returns the connection status after the session ended, including the delay until
	 * the next attempt.
	 * @return a snapshot
	 */
	public ConnectionStatus getStatus() {
		return this.status;
	}

	/**
	 * Returns why the session ended.
	 * @return the cause; empty if the application ended the session, or it was replaced
	 * to use a new token
	 */
	public Optional<Throwable> getReason() {
		return Optional.ofNullable(this.status.lastFailure());
	}

	/**
	 * Returns whether the client will not connect again unless the application asks it
	 * to.
	 * @return true in {@link ConnectionState#FAILED} and {@link ConnectionState#STOPPED}
	 */
	public boolean isFinal() {
		return this.status.state() == ConnectionState.FAILED || this.status.state() == ConnectionState.STOPPED;
	}

}
