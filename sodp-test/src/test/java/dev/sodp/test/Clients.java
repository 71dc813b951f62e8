// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;

import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientBuilder;

/**
 * Clients that come back quickly.
 */
final class Clients {

	private Clients() {
	}

	static SodpClientBuilder of(SodpTestServer server) {
		return SodpClient.builder(server.url())
			.reconnectDelay(Duration.ofMillis(20))
			.maxReconnectDelay(Duration.ofMillis(100));
	}

	static SodpClient live(SodpTestServer server) {
		SodpClient client = of(server).build();
		client.ready().join();
		return client;
	}

}
