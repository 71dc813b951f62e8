// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;

import org.springframework.context.ApplicationEvent;

/**
 * Base class for application events about a client; their source is the
 * {@link SodpClient}. Published on the client's callback executor, in the order in which
 * things happened to that client. A listener may block and may use the client, but
 * further events of the client wait until it returns, so move lengthy work to another
 * thread ({@code @Async}).
 */
public abstract sealed class SodpClientEvent extends ApplicationEvent
		permits SodpConnectedEvent, SodpRestoredEvent, SodpDisconnectedEvent, SodpDeniedEvent, SodpIdleEvent {

	private static final long serialVersionUID = 1L;

	/** Name of the client. */
	private final String clientName;

	SodpClientEvent(String clientName, SodpClient client) {
		super(client);
		this.clientName = Objects.requireNonNull(clientName, "clientName must not be null");
	}

	/**
	 * Returns the client this event is about.
	 * @return the client
	 */
	public SodpClient getClient() {
		return (SodpClient) getSource();
	}

	/**
	 * Returns the name of the client among the {@link SodpClients} of the application.
	 * @return the name; {@value SodpClients#PRIMARY} unless the application has several
	 * clients
	 */
	public String getClientName() {
		return this.clientName;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[client=" + this.clientName + "]";
	}

}
