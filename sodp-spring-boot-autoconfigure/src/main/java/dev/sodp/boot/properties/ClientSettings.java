// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import dev.sodp.spring.SodpClients;

/**
 * The properties of a single client together with their prefix, so that messages name the
 * right ones.
 *
 * @param name name of the client, as in {@link SodpClients}
 * @param properties the properties
 */
public record ClientSettings(String name, SodpClientProperties properties) {

	public static ClientSettings primary(SodpClientProperties properties) {
		return new ClientSettings(SodpClients.PRIMARY, properties);
	}

	public boolean isPrimary() {
		return this.name.equals(SodpClients.PRIMARY);
	}

	/**
	 * Returns the full name of a property, such as {@code sodp.clients.games.url}.
	 */
	public String key(String property) {
		return prefix(this.name) + "." + property;
	}

	/** Returns the prefix of a client's properties. */
	public static String prefix(String client) {
		return client.equals(SodpClients.PRIMARY) ? "sodp" : "sodp.clients." + client;
	}

}
