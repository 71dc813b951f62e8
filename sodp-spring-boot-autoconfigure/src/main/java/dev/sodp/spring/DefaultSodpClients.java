// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.sodp.client.SodpClient;

/**
 * Map-based {@link SodpClients}.
 */
final class DefaultSodpClients implements SodpClients {

	private final SodpClient primary;

	private final Map<String, SodpClient> all;

	DefaultSodpClients(SodpClient primary, Map<String, SodpClient> others) {
		this.primary = Objects.requireNonNull(primary, "primary must not be null");
		Map<String, SodpClient> clients = new LinkedHashMap<>();
		clients.put(PRIMARY, primary);
		others.forEach((name, client) -> {
			if (clients.putIfAbsent(name, Objects.requireNonNull(client, "client must not be null")) != null) {
				throw new IllegalArgumentException("The name '" + PRIMARY
						+ "' is reserved for the primary client; give the other client a different name");
			}
		});
		this.all = Collections.unmodifiableMap(clients);
	}

	@Override
	public SodpClient primary() {
		return this.primary;
	}

	@Override
	public SodpClient get(String name) {
		SodpClient client = this.all.get(Objects.requireNonNull(name, "name must not be null"));
		if (client == null) {
			throw new IllegalArgumentException("There is no SODP client named '" + name + "'; available clients: "
					+ String.join(", ", this.all.keySet()));
		}
		return client;
	}

	@Override
	public Map<String, SodpClient> all() {
		return this.all;
	}

}
