// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.Map;

import dev.sodp.client.SodpClient;

/**
 * The clients of an application by name: the primary one, which everything uses that
 * names none, and those beside it. Does not change once it is made; thread-safe.
 */
public interface SodpClients {

	/** Name of the primary client. */
	String PRIMARY = "primary";

	/**
	 * The client for everybody who names none.
	 * @return the client named {@value #PRIMARY}
	 */
	SodpClient primary();

	/**
	 * Finds a client.
	 * @param name {@value #PRIMARY} or the name of another one
	 * @return the client
	 * @throws IllegalArgumentException if there is no such client; the message lists
	 * those that exist
	 */
	SodpClient get(String name);

	/**
	 * All clients by name.
	 * @return unmodifiable; the primary one comes first
	 */
	Map<String, SodpClient> all();

	/**
	 * A primary client alone.
	 * @param primary the primary client
	 * @return it by name
	 */
	static SodpClients of(SodpClient primary) {
		return of(primary, Map.of());
	}

	/**
	 * A primary client and others.
	 * @param primary the primary client
	 * @param others the others by name
	 * @return all of them by name, the others in the order of their map
	 * @throws IllegalArgumentException if one of the others is named {@value #PRIMARY}
	 */
	static SodpClients of(SodpClient primary, Map<String, SodpClient> others) {
		return new DefaultSodpClients(primary, others);
	}

}
