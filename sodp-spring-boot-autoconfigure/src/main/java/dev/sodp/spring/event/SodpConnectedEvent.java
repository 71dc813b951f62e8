// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * Published when a session has become live: writes are sent, and watched keys are about
 * to be brought back in step with the server.
 */
public final class SodpConnectedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionStatus status;

	/**
	 * Creates an event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param status connection status when the session became live
	 */
	public SodpConnectedEvent(String clientName, SodpClient client, ConnectionStatus status) {
		super(clientName, client);
		this.status = Objects.requireNonNull(status, "status must not be null");
	}

	/**
	 * Returns the connection status at the time the session became live.
	 * @return a snapshot
	 */
	public ConnectionStatus getStatus() {
		return this.status;
	}

}
