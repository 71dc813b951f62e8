// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;

/** A server with an endpoint, and what connects to it. */
final class TestEndpoint implements AutoCloseable {

	private final SodpServer server;

	private final NettySodpEndpoint endpoint;

	private final List<Runnable> clients = new ArrayList<>();

	TestEndpoint(IoTransport transport, Consumer<SodpServerBuilder> serverOptions,
			Consumer<NettySodpEndpointBuilder> options) {
		SodpServerBuilder serverBuilder = SodpServer.builder();
		serverOptions.accept(serverBuilder);
		this.server = serverBuilder.build();
		NettySodpEndpointBuilder builder = NettySodpEndpoint.builder(this.server).transport(transport);
		options.accept(builder);
		this.endpoint = builder.build();
		this.endpoint.start();
	}

	TestEndpoint(IoTransport transport) {
		this(transport, (options) -> {
		}, (options) -> {
		});
	}

	SodpServer server() {
		return this.server;
	}

	NettySodpEndpoint endpoint() {
		return this.endpoint;
	}

	int port() {
		return this.endpoint.localPort();
	}

	SodpClient client() {
		SodpClient client = SodpClient.builder("ws://localhost:" + port() + "/sodp")
			.reconnectDelay(Duration.ofMillis(10))
			.build();
		this.clients.add(client::close);
		return client;
	}

	RawClient connect() {
		return add(RawClient.connect(port()));
	}

	RawClient open() {
		return add(RawClient.open(port()));
	}

	private RawClient add(RawClient client) {
		this.clients.add(client::close);
		return client;
	}

	@Override
	public void close() {
		this.clients.forEach(Runnable::run);
		this.endpoint.close();
		this.server.close();
	}

}
