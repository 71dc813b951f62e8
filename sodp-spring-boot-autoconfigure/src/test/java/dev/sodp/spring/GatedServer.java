// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Transport;

/**
 * A server that cannot be reached before its gate is opened, and a started client of it.
 */
final class GatedServer implements AutoCloseable {

	final SodpServer server = SodpServer.builder().build();

	private final AtomicBoolean open = new AtomicBoolean();

	private final Transport reachable = new InMemoryTransport(this.server);

	final SodpClient client = SodpClient.builder("ws://in-memory").transport((request, listener) -> {
		if (!this.open.get()) {
			throw new IllegalStateException("the gate is closed");
		}
		return this.reachable.connect(request, listener);
	}).reconnectDelay(Duration.ofMillis(10)).build();

	/** Opens the gate and waits until everything that was queued has been sent. */
	void openAndSendTheRest() {
		this.open.set(true);
		this.client.reconnect();
		this.client.set("marker", true).join();
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

}
