// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Map;

import dev.sodp.client.SodpClient;

/**
 * The clients of an application by name: the primary one, used wherever no name is given,
 * and the others. Immutable and thread-safe.
 */
public interface SodpClients {

	/** Name of the primary client. */
	String PRIMARY = "primary";

	/**
	 * Returns the client that is used wherever no name is given.
	 * @return the client named {@value #PRIMARY}
	 */
	SodpClient primary();

	/**
	 * Returns the client with the given name.
	 * @param name {@value #PRIMARY} or the name of another client
	 * @return the client
	 * @throws IllegalArgumentException if there is no such client; the message lists the
	 * names that exist
	 */
	SodpClient get(String name);

	/**
	 * Returns all clients by name.
	 * @return an unmodifiable map that starts with the primary client
	 */
	Map<String, SodpClient> all();

	/**
	 * Creates clients that consist of a primary client only.
	 * @param primary the primary client
	 * @return the clients
	 */
	static SodpClients of(SodpClient primary) {
		return of(primary, Map.of());
	}

	/**
	 * Creates clients from a primary client and others.
	 * @param primary the primary client
	 * @param others the other clients by name
	 * @return the clients, the others in the order of their map
	 * @throws IllegalArgumentException if one of the others is named {@value #PRIMARY}
	 */
	static SodpClients of(SodpClient primary, Map<String, SodpClient> others) {
		return new DefaultSodpClients(primary, others);
	}

}
