// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.sodp.spring.SodpClients;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes {@link SodpClientEvent}s for every client of an application, from its
 * creation until its destruction.
 */
public final class SodpEventPublisher implements DisposableBean {

	private final List<ClientBridge> bridges = new ArrayList<>();

	/**
	 * Creates a publisher and registers it with the clients.
	 * @param clients the clients to listen to
	 * @param publisher publishes the events
	 */
	public SodpEventPublisher(SodpClients clients, ApplicationEventPublisher publisher) {
		Objects.requireNonNull(publisher, "publisher must not be null");
		clients.all().forEach((name, client) -> {
			ClientBridge bridge = new ClientBridge(name, client, publisher);
			bridge.begin();
			this.bridges.add(bridge);
		});
	}

	@Override
	public void destroy() {
		this.bridges.forEach(ClientBridge::end);
	}

}
