// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The state of a server at some time, to go back to.
 */
final class Checkpoint {

	private final DefaultSodpTestServer server;

	private final Map<String, JsonNode> values;

	private Checkpoint(DefaultSodpTestServer server, Map<String, JsonNode> values) {
		this.server = server;
		this.values = values;
	}

	/**
	 * The time when there was no state.
	 * @param server the server
	 */
	Checkpoint(DefaultSodpTestServer server) {
		this(server, Map.of());
	}

	static Checkpoint now(SodpTestServer server) {
		Map<String, JsonNode> values = new LinkedHashMap<>();
		server.keys().forEach((key) -> server.get(key).ifPresent((value) -> values.put(key, value)));
		return new Checkpoint((DefaultSodpTestServer) server, values);
	}

	@SuppressWarnings("ReferenceEquality") // servers have no other
	boolean isOf(SodpTestServer other) {
		return this.server == other;
	}

	/**
	 * Goes back to the state of that time, with all faults ended and writes forgotten.
	 */
	void restore() {
		if (!this.server.isClosed()) {
			this.server.endFaults();
			restoreState();
		}
	}

	/**
	 * Goes back to the state of that time. Keys with the presence of a connected client
	 * stay as they are: who is there is no matter of the past.
	 */
	void restoreState() {
		Set<String> present = this.server.keysWithPresence();
		for (String key : this.server.keys()) {
			if (!this.values.containsKey(key) && !present.contains(key)) {
				this.server.delete(key);
			}
		}
		this.values.forEach((key, value) -> {
			if (!present.contains(key)) {
				// Does nothing if the value is the same.
				this.server.set(key, value);
			}
		});
	}

}
