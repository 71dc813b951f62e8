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

	/**
	 * Returns the settings of the client under {@code sodp}.
	 * @param properties the properties
	 * @return settings with the name of the primary client
	 */
	public static ClientSettings primary(SodpClientProperties properties) {
		return new ClientSettings(SodpClients.PRIMARY, properties);
	}

	/**
	 * Returns whether these are the settings of the primary client.
	 * @return false for a client under {@code sodp.clients}
	 */
	public boolean isPrimary() {
		return this.name.equals(SodpClients.PRIMARY);
	}

	/**
	 * Returns the full name of a property, such as {@code sodp.clients.games.url}.
	 * @param property name of the property below the client's prefix
	 * @return the full name
	 */
	public String key(String property) {
		return prefix(this.name) + "." + property;
	}

	/**
	 * Returns the prefix of a client's properties.
	 * @param client name of the client
	 * @return the prefix, without a dot at its end
	 */
	public static String prefix(String client) {
		return client.equals(SodpClients.PRIMARY) ? "sodp" : "sodp.clients." + client;
	}

}
