// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;

/**
 * A live client and its server.
 */
final class Connected implements AutoCloseable {

	final SodpServer server = SodpServer.builder().build();

	final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport(this.server))
		.build();

	Connected() {
		this.client.ready().join();
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

}
