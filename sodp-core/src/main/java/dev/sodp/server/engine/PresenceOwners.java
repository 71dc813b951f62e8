// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which session each presence path belongs to: the one that registered it last (protocol
 * section 5).
 *
 * <p>
 * Like the head of a key this includes what is proposed but not committed; a change that
 * does not become true is {@link #undo undone}.
 */
final class PresenceOwners {

	/** Of each key, in an order in which what lies below a path follows it. */
	private final Map<String, NavigableMap<StatePath, Binding>> owners = new HashMap<>();

	private final Map<PresenceOwner, Bindings> bindings = new HashMap<>();

	/**
	 * Whether a session has fewer paths than allowed, or already has this one.
	 * @param owner the session
	 * @param key the key
	 * @param path the path
	 * @param most maximum number of paths of a session
	 * @return whether it may register presence there
	 */
	boolean mayBind(PresenceOwner owner, String key, StatePath path, int most) {
		Bindings bound = this.bindings.get(owner);
		return bound == null || bound.count < most || isBound(owner, key, path);
	}

	/**
	 * Whether a path belongs to a session.
	 * @param owner the session
	 * @param key the key
	 * @param path the path
	 * @return whether it does
	 */
	boolean isBound(PresenceOwner owner, String key, StatePath path) {
		NavigableMap<StatePath, Binding> ofKey = this.owners.get(key);
		Binding binding = (ofKey != null) ? ofKey.get(path) : null;
		return binding != null && binding.owner().equals(owner);
	}

	/**
	 * Whether another session has registered a path since a registration arrived that
	 * only now comes to its turn.
	 * @param key the key
	 * @param path the path
	 * @param order the order of its arrival
	 * @return true if it is out of date
	 */
	boolean isOvertaken(String key, StatePath path, long order) {
		NavigableMap<StatePath, Binding> ofKey = this.owners.get(key);
		Binding binding = (ofKey != null) ? ofKey.get(path) : null;
		return binding != null && binding.order() > order;
	}

	/**
	 * What a change of a value does to presence: a binding ends when the path, or
	 * something above it, is written and the path is absent afterwards, or has another
	 * value and the writer is not its owner.
	 * @param pending the mutation
	 * @param before the value before, null if the key does not exist
	 * @param after the value after, null if the key does not exist
	 * @return the bindings that it makes and ends
	 */
	PresenceChange of(PendingMutation pending, @Nullable JsonNode before, @Nullable JsonNode after) {
		Session session = pending.session();
		StatePath bound = pending.presence();
		NavigableMap<StatePath, Binding> ofKey = this.owners.get(pending.key());
		List<StatePath> ended = List.of();
		if (ofKey != null) {
			ended = new ArrayList<>();
			for (StatePath target : pending.mutation().targets()) {
				for (Map.Entry<StatePath, Binding> binding : ofKey.tailMap(target, true).entrySet()) {
					StatePath path = binding.getKey();
					if (!path.startsWith(target)) {
						break;
					}
					boolean own = session != null && session.owner().equals(binding.getValue().owner());
					if (!path.equals(bound) && ends(at(before, path), at(after, path), own)) {
						ended.add(path);
					}
				}
			}
		}
		return (bound != null && session != null) ? PresenceChange.bind(bound, session.owner(), ended)
				: PresenceChange.release(ended);
	}

	private static boolean ends(@Nullable JsonNode before, @Nullable JsonNode after, boolean own) {
		return after == null || (!own && (before == null || !Values.equal(before, after)));
	}

	static @Nullable JsonNode at(@Nullable JsonNode value, StatePath path) {
		JsonNode node = value;
		for (String segment : path.segments()) {
			node = (node != null) ? node.get(segment) : null;
		}
		return node;
	}

	/**
	 * Takes a change.
	 * @param key the key
	 * @param change the bindings that it makes and ends
	 * @param order the order in which the registration arrived
	 * @return what was there before, for {@link #undo}
	 */
	List<Former> apply(String key, PresenceChange change, long order) {
		if (change.isEmpty()) {
			return List.of();
		}
		List<Former> former = new ArrayList<>();
		for (StatePath path : change.released()) {
			former.add(new Former(path, replace(key, path, null)));
		}
		StatePath bound = change.bound();
		PresenceOwner owner = change.owner();
		if (bound != null && owner != null) {
			former.add(new Former(bound, replace(key, bound, new Binding(owner, order))));
		}
		return former;
	}

	/**
	 * Takes a change back. To be called in the reverse order of {@link #apply}.
	 * @param key the key
	 * @param former what that returned
	 */
	void undo(String key, List<Former> former) {
		for (int i = former.size() - 1; i >= 0; i--) {
			replace(key, former.get(i).path(), former.get(i).binding());
		}
	}

	private @Nullable Binding replace(String key, StatePath path, @Nullable Binding binding) {
		NavigableMap<StatePath, Binding> ofKey = this.owners.computeIfAbsent(key, (name) -> new TreeMap<>());
		Binding before = (binding != null) ? ofKey.put(path, binding) : ofKey.remove(path);
		if (ofKey.isEmpty()) {
			this.owners.remove(key);
		}
		Bindings former = (before != null) ? this.bindings.get(before.owner()) : null;
		if (before != null && former != null && former.remove(key, path) && former.count == 0) {
			this.bindings.remove(before.owner());
		}
		if (binding != null) {
			this.bindings.computeIfAbsent(binding.owner(), (name) -> new Bindings()).add(key, path);
		}
		return before;
	}

	/**
	 * Takes what a journal holds of a key instead of what was known of it.
	 * @param key the key
	 * @param present the paths and to whom they belong
	 * @return what was known and is not true
	 */
	List<Former> replace(String key, Map<StatePath, PresenceOwner> present) {
		List<Former> lost = new ArrayList<>();
		Map<StatePath, Binding> known = Map.copyOf(this.owners.getOrDefault(key, new TreeMap<>()));
		known.forEach((path, binding) -> {
			if (!binding.owner().equals(present.get(path))) {
				lost.add(new Former(path, binding));
				replace(key, path, null);
			}
		});
		present.forEach((path, owner) -> {
			Binding binding = known.get(path);
			if (binding == null || !binding.owner().equals(owner)) {
				replace(key, path, new Binding(owner, 0));
			}
		});
		return lost;
	}

	/** A key leaves memory, with what was known of it. */
	void forget(String key) {
		replace(key, Map.of());
	}

	/** Whether a session of a node is present in a key. */
	boolean isPresent(String key, String life) {
		NavigableMap<StatePath, Binding> ofKey = this.owners.get(key);
		return ofKey != null && ofKey.values().stream().anyMatch((binding) -> binding.owner().life().equals(life));
	}

	/** The sessions of a node that are present somewhere. */
	List<PresenceOwner> ofLife(String life) {
		return this.bindings.keySet().stream().filter((owner) -> owner.life().equals(life)).toList();
	}

	/** All who are present somewhere. */
	List<PresenceOwner> all() {
		return List.copyOf(this.bindings.keySet());
	}

	/**
	 * The keys in which a session is present.
	 * @param owner the session
	 * @return a copy, in order of registration
	 */
	List<String> keys(PresenceOwner owner) {
		Bindings bound = this.bindings.get(owner);
		return (bound != null) ? List.copyOf(bound.paths.keySet()) : List.of();
	}

	/**
	 * The paths of a session in one key.
	 * @param owner the session
	 * @param key the key
	 * @return a copy
	 */
	List<StatePath> paths(PresenceOwner owner, String key) {
		Bindings bound = this.bindings.get(owner);
		Set<StatePath> paths = (bound != null) ? bound.paths.get(key) : null;
		return (paths != null) ? List.copyOf(paths) : List.of();
	}

	/**
	 * The paths of all sessions in one key, regardless of what is in flight.
	 * @param entry the key
	 * @return a copy
	 */
	Set<StatePath> committed(KeyEntry entry) {
		NavigableMap<StatePath, Binding> ofKey = this.owners.get(entry.key());
		List<Former> changes = new ArrayList<>();
		KeyTraffic traffic = entry.currentTraffic();
		PendingMutation next = (traffic != null) ? traffic.first() : null;
		while (next != null) {
			changes.addAll(next.formerPresence());
			next = next.next();
		}
		if (ofKey == null && changes.isEmpty()) {
			return Set.of();
		}
		Set<StatePath> paths = (ofKey != null) ? new TreeSet<>(ofKey.keySet()) : new TreeSet<>();
		for (int i = changes.size() - 1; i >= 0; i--) {
			Former former = changes.get(i);
			if (former.binding() != null) {
				paths.add(former.path());
			}
			else {
				paths.remove(former.path());
			}
		}
		return paths;
	}

	/**
	 * What a binding was before a change.
	 *
	 * @param path the path
	 * @param binding the binding, or null if there was none
	 */
	record Former(StatePath path, @Nullable Binding binding) {
	}

	/**
	 * A registration that is in force.
	 *
	 * @param owner the session
	 * @param order the order in which it arrived
	 */
	record Binding(PresenceOwner owner, long order) {
	}

	/** The paths of one session. */
	private static final class Bindings {

		private final Map<String, Set<StatePath>> paths = new LinkedHashMap<>();

		private int count;

		void add(String key, StatePath path) {
			if (this.paths.computeIfAbsent(key, (name) -> new TreeSet<>()).add(path)) {
				this.count++;
			}
		}

		boolean remove(String key, StatePath path) {
			Set<StatePath> ofKey = this.paths.get(key);
			if (ofKey == null || !ofKey.remove(path)) {
				return false;
			}
			this.count--;
			if (ofKey.isEmpty()) {
				this.paths.remove(key);
			}
			return true;
		}

	}

}
