// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.server.StateRejectedException;

/**
 * Removes the presence of nodes that are gone (protocol section 5). The keys are read
 * first, since only then it is known what belonged to them.
 */
final class DeadNodes {

	private final StateStore store;

	private final HeldKeys keys;

	private final PresenceOwners presence;

	private final PresenceCleanup cleanup;

	private final Map<String, DeadNode> nodes = new HashMap<>();

	DeadNodes(StateStore store, HeldKeys keys, PresenceOwners presence, PresenceCleanup cleanup) {
		this.store = store;
		this.keys = keys;
		this.presence = presence;
		this.cleanup = cleanup;
	}

	/**
	 * A node is gone.
	 * @param name the node
	 * @param keysOfNode the keys in which its sessions were present
	 * @param removed to be run once they are not present there any more
	 */
	void add(String name, Set<String> keysOfNode, Runnable removed) {
		DeadNode node = new DeadNode(name, keysOfNode, removed);
		this.nodes.put(name, node);
		for (String key : keysOfNode) {
			if (this.keys.isMissing(this.store.find(key))) {
				try {
					this.keys.await(key, node);
					node.missing++;
				}
				catch (StateRejectedException ex) {
					this.nodes.remove(name);
					return;
				}
			}
		}
		node.loaded();
	}

	/** Reports the nodes of which nothing is left. */
	void run() {
		if (this.nodes.isEmpty()) {
			return;
		}
		List<DeadNode> done = this.nodes.values()
			.stream()
			.filter((node) -> node.missing == 0 && node.keys.stream().noneMatch((key) -> isPresent(key, node.name)))
			.toList();
		for (DeadNode node : done) {
			this.nodes.remove(node.name);
			node.removed.run();
		}
	}

	/** What is proposed to be removed is not removed yet. */
	private boolean isPresent(String key, String node) {
		return this.cleanup.isUnderWay(key) || this.presence.isPresent(key, node);
	}

	/** A node whose presence is being removed. */
	private final class DeadNode implements LoadWaiter {

		private final String name;

		private final Set<String> keys;

		private final Runnable removed;

		/** Keys that have not been read, and one more until all have been asked for. */
		private int missing = 1;

		DeadNode(String name, Set<String> keys, Runnable removed) {
			this.name = name;
			this.keys = keys;
			this.removed = removed;
		}

		@Override
		public void loaded() {
			this.missing--;
			if (this.missing == 0) {
				DeadNodes.this.presence.ofLife(this.name).forEach(DeadNodes.this.cleanup::add);
			}
		}

		/** The node stays dead, so that one that can read the keys removes the rest. */
		@Override
		public void refused(StateRejectedException reason) {
			DeadNodes.this.nodes.remove(this.name, this);
		}

	}

}
