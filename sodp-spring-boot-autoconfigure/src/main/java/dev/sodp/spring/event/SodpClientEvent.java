// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.Objects;

import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to a client; the source is the {@link SodpClient}. Published on
 * the client's callback executor, for each client in the order of what happened. A
 * listener may block and may use the client; while it runs, further events of the client
 * wait, so what takes long belongs on another thread ({@code @Async}).
 */
public abstract sealed class SodpClientEvent extends ApplicationEvent
		permits SodpConnectedEvent, SodpRestoredEvent, SodpDisconnectedEvent, SodpDeniedEvent, SodpIdleEvent {

	private static final long serialVersionUID = 1L;

	private final String clientName;

	SodpClientEvent(String clientName, SodpClient client) {
		super(client);
		this.clientName = Objects.requireNonNull(clientName, "clientName must not be null");
	}

	/**
	 * The client it happened to.
	 * @return never null
	 */
	public SodpClient getClient() {
		return (SodpClient) getSource();
	}

	/**
	 * Name of the client among the {@link SodpClients} of the application.
	 * @return {@value SodpClients#PRIMARY} unless there are several
	 */
	public String getClientName() {
		return this.clientName;
	}

	@Override
	public String toString() {
		return getClass().getSimpleName() + "[client=" + this.clientName + "]";
	}

}
