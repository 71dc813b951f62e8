// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The keys of a partition that this node holds, and those of them that wait for the log.
 */
final class HeldChains {

	private final Map<String, HeldChain> chains = new HashMap<>();

	/** Names of the same keys, read on threads of the log. */
	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final Set<HeldChain> busy = new LinkedHashSet<>();

	void add(HeldChain chain) {
		if (this.chains.putIfAbsent(chain.key(), chain) != null) {
			throw new IllegalStateException("'" + chain.key() + "' is held already");
		}
		this.names.add(chain.key());
	}

	@Nullable HeldChain remove(String key) {
		HeldChain chain = this.chains.remove(key);
		if (chain != null) {
			this.names.remove(key);
			this.busy.remove(chain);
		}
		return chain;
	}

	@Nullable HeldChain find(String key) {
		return this.chains.get(key);
	}

	/** Whether a key is held. Called on any thread. */
	boolean contains(String key) {
		return this.names.contains(key);
	}

	/** All of them, to be changed meanwhile. */
	Collection<HeldChain> all() {
		return List.copyOf(this.chains.values());
	}

	int size() {
		return this.names.size();
	}

	/** Something of a key waits for the log, until {@link #expire} finds otherwise. */
	void busy(HeldChain chain) {
		this.busy.add(chain);
	}

	/** Nothing of a key waits any longer. */
	void idle(HeldChain chain) {
		this.busy.remove(chain);
	}

	boolean hasBusy() {
		return !this.busy.isEmpty();
	}

	/** Those of which something may wait for the log, to be changed meanwhile. */
	Collection<HeldChain> allBusy() {
		return List.copyOf(this.busy);
	}

	/** Whether some key may not have come to a number that was followed. */
	boolean isAnyBehind(long number) {
		return this.busy.stream().anyMatch((chain) -> chain.isBehind(number));
	}

	/** Number of proposals without an answer. */
	int waiting() {
		return this.busy.stream().mapToInt(HeldChain::waiting).sum();
	}

	/**
	 * Fails what has waited for too long.
	 * @param now nanoseconds
	 */
	void expire(long now) {
		for (HeldChain chain : allBusy()) {
			if (chain.isBusy()) {
				chain.expire(now);
			}
			if (!chain.isBusy()) {
				this.busy.remove(chain);
			}
		}
	}

}
