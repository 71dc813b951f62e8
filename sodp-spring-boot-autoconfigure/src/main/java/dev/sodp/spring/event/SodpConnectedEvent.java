// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

/**
 * A session became live: writes go out, and watched keys are about to follow the server
 * again.
 */
public final class SodpConnectedEvent extends SodpClientEvent {

	private static final long serialVersionUID = 1L;

	private final transient ConnectionStatus status;

	/**
	 * Creates the event.
	 * @param clientName name of the client
	 * @param client the client
	 * @param status where the client stood
	 */
	public SodpConnectedEvent(String clientName, SodpClient client, ConnectionStatus status) {
		super(clientName, client);
		this.status = Objects.requireNonNull(status, "status must not be null");
	}

	/**
	 * Where the client stood when the session became live.
	 * @return a snapshot
	 */
	public ConnectionStatus getStatus() {
		return this.status;
	}

}
