// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * Published once per session, after {@link SodpConnectedEvent}, when every watched key
 * that the server does not refuse is in step with the server again.
 */
public final class SodpRestoredEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionStatus status;

	/**
	 * Creates an event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param status connection status when the last key was restored
	 */
	public SodpRestoredEvent(String clientName, SodpClient client, ConnectionStatus status) {
		super(clientName, client);
		this.status = Objects.requireNonNull(status, "status must not be null");
	}

	/**
	 * Returns the connection status at the time the last key was restored.
	 * @return a snapshot
	 */
	public ConnectionStatus getStatus() {
		return this.status;
	}

}
