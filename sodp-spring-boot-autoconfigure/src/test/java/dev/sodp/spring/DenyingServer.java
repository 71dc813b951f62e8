// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.client.SodpClient;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.InMemoryTransport;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionAcceptor;
import org.jspecify.annotations.Nullable;

/**
 * A server that lets nobody read or write, and a live client of it.
 */
final class DenyingServer implements AutoCloseable {

	private final SodpServer server = SodpServer.builder().accessPolicy(new AccessPolicy() {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			return false;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			return false;
		}

	}).build();

	private final SessionAcceptor untrusted = (socket, peer) -> this.server.accept(socket, Peer.remote(peer.address()));

	final SodpClient client = SodpClient.builder("ws://in-memory")
		.transport(new InMemoryTransport(this.untrusted))
		.errorListener((error) -> {
		})
		.build();

	DenyingServer() {
		this.client.ready().join();
	}

	@Override
	public void close() {
		this.client.close();
		this.server.close();
	}

}
