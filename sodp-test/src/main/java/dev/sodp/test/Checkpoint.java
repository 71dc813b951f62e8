// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The state of a server at a point in time that can be restored later.
 */
final class Checkpoint {

	private final DefaultSodpTestServer server;

	private final Map<String, JsonNode> values;

	private Checkpoint(DefaultSodpTestServer server, Map<String, JsonNode> values) {
		this.server = server;
		this.values = values;
	}

	/**
	 * Creates a checkpoint without any state.
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
	 * Restores the state, ends all faults and discards recorded writes.
	 */
	void restore() {
		if (!this.server.isClosed()) {
			this.server.endFaults();
			restoreState();
		}
	}

	/**
	 * Restores the state. Keys that hold the presence of a connected client are left as
	 * they are: who is present now does not depend on the past.
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
