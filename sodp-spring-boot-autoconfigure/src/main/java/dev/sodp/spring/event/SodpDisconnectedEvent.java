// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;
import java.util.Optional;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * A session ended, or the client gave up connecting: values are no longer kept up to
 * date. Attempts that fail in between are no events.
 */
public final class SodpDisconnectedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionStatus status;

	/**
	 * Creates the event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param status where the client stood
	 */
	public SodpDisconnectedEvent(String clientName, SodpClient client, ConnectionStatus status) {
		super(clientName, client);
		this.status = Objects.requireNonNull(status, "status must not be null");
	}

	/**
	 * Where the client stood afterwards, with the delay to the next attempt.
	 * @return a snapshot
	 */
	public ConnectionStatus getStatus() {
		return this.status;
	}

	/**
	 * Why the session ended.
	 * @return empty if the application asked for it, or a fresh token did
	 */
	public Optional<Throwable> getReason() {
		return Optional.ofNullable(this.status.lastFailure());
	}

	/**
	 * Whether no further session will come unless the application asks for one.
	 * @return true in {@link ConnectionState#FAILED} and {@link ConnectionState#STOPPED}
	 */
	public boolean isFinal() {
		return this.status.state() == ConnectionState.FAILED || this.status.state() == ConnectionState.STOPPED;
	}

}
