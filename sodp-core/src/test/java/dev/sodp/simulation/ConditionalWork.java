// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Writes of a simulation that are bound to a version, and updates. That a refused one
 * leaves no trace holds for every write; an acknowledged one was applied to exactly the
 * version that it named, and an update to the value that its function saw.
 */
final class ConditionalWork {

	private final History history;

	private final SplittableRandom random;

	/** The version that each write named, by the text it carries. */
	private final Map<String, Long> named = new HashMap<>();

	/** The member that each update sets, by the text it carries. */
	private final Map<String, String> members = new HashMap<>();

	ConditionalWork(History history, SplittableRandom random) {
		this.history = history;
		this.random = random;
	}

	/**
	 * Binds some writes to a version, usually to the one that the client knows.
	 * @return whether it is bound
	 */
	boolean bind(String tag, SimulatedClient client, String key, Map<String, JsonNode> args) {
		if (this.random.nextInt(4) > 0) {
			return false;
		}
		long version = (this.random.nextInt(5) == 0) ? this.random.nextInt(3) : client.version(key);
		args.put("if_version", LongNode.valueOf(version));
		this.named.put(tag, version);
		return true;
	}

	/** Sets a member of whatever the key holds. */
	CompletableFuture<JsonNode> update(String tag, SimulatedClient client, String key) {
		String member = "m" + this.random.nextInt(5);
		this.members.put(tag, member);
		return client.update(key, (current) -> with(current, member, tag));
	}

	private static JsonNode with(JsonNode current, String member, String tag) {
		ObjectNode object = (current instanceof ObjectNode present) ? present
				: ImmutableNodes.object(new LinkedHashMap<>());
		return ImmutableNodes.with(object, member, StringNode.valueOf(tag));
	}

	/** Checks an acknowledged write. */
	void checkApplied(String tag) {
		History.Basis basis = this.history.basis(tag);
		Long version = this.named.get(tag);
		if (version != null && basis.version() != version) {
			throw new AssertionError(tag + " was applied to version " + basis.version() + " instead of " + version);
		}
		String member = this.members.get(tag);
		if (member != null && !Values.equal(with(basis.value(), member, tag), basis.result())) {
			throw new AssertionError(
					tag + " made " + basis.result() + " of " + basis.value() + " by setting " + member);
		}
	}

}
