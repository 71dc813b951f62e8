// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import dev.sodp.spring.SodpClients;

/**
 * The properties of one client together with where they stand, so that messages name the
 * right ones.
 *
 * @param name name of the client, as in {@link SodpClients}
 * @param properties its properties
 */
public record ClientSettings(String name, SodpClientProperties properties) {

	public static ClientSettings primary(SodpClientProperties properties) {
		return new ClientSettings(SodpClients.PRIMARY, properties);
	}

	public boolean isPrimary() {
		return this.name.equals(SodpClients.PRIMARY);
	}

	/** Full name of a property, such as {@code sodp.clients.games.url}. */
	public String key(String property) {
		return prefix(this.name) + "." + property;
	}

	/** What the names of a client's properties begin with. */
	public static String prefix(String client) {
		return client.equals(SodpClients.PRIMARY) ? "sodp" : "sodp.clients." + client;
	}

}
