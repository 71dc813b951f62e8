// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.event;

import dev.sodp.client.ClientEventListener;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.SodpClient;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Turns the notifications of a single client into application events.
 */
final class ClientBridge implements ConnectionListener, ClientEventListener {

	private final String name;

	private final SodpClient client;

	private final ApplicationEventPublisher publisher;

	ClientBridge(String name, SodpClient client, ApplicationEventPublisher publisher) {
		this.name = name;
		this.client = client;
		this.publisher = publisher;
	}

	void begin() {
		this.client.addConnectionListener(this);
		this.client.addEventListener(this);
	}

	void end() {
		this.client.removeConnectionListener(this);
		this.client.removeEventListener(this);
	}

	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		ConnectionState state = status.state();
		if (state == ConnectionState.RESTORED) {
			this.publisher.publishEvent(new SodpRestoredEvent(this.name, this.client, status));
		}
		else if (state.isLive()) {
			this.publisher.publishEvent(new SodpConnectedEvent(this.name, this.client, status));
		}
		else if (previous.isLive() || state == ConnectionState.FAILED) {
			this.publisher.publishEvent(new SodpDisconnectedEvent(this.name, this.client, status));
		}
	}

	@Override
	public void onDenied(String key, int code, String message) {
		this.publisher.publishEvent(new SodpDeniedEvent(this.name, this.client, key, code, message));
	}

}
