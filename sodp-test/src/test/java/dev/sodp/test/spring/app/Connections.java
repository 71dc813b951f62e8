// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.app;

import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;

import org.springframework.stereotype.Component;

/** Remembers where the connection stands. */
@Component
public class Connections implements ConnectionListener {

	private volatile ConnectionState last = ConnectionState.STOPPED;

	@Override
	public void onStateChange(ConnectionState previous, ConnectionStatus status) {
		this.last = status.state();
	}

	public ConnectionState last() {
		return this.last;
	}

}
