// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.spring.SodpClients;

/**
 * The properties of a single client together with their prefix, so that messages name the
 * right ones.
 *
 * @param name name of the client, as in {@link SodpClients}
 * @param properties the properties
 */
record ClientSettings(String name, SodpClientProperties properties) {

	static ClientSettings primary(SodpClientProperties properties) {
		return new ClientSettings(SodpClients.PRIMARY, properties);
	}

	boolean isPrimary() {
		return this.name.equals(SodpClients.PRIMARY);
	}

	/**
	 * Returns the full name of a property, such as {@code sodp.clients.games.url}.
	 */
	String key(String property) {
		return prefix(this.name) + "." + property;
	}

	/** Returns the prefix of a client's properties. */
	static String prefix(String client) {
		return client.equals(SodpClients.PRIMARY) ? "sodp" : "sodp.clients." + client;
	}

}
