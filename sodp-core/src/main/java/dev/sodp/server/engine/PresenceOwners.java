// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * Which session each presence path belongs to: the one that registered it last (protocol
 * section 5).
 */
final class PresenceOwners {

	private final Map<Place, Session> owners = new HashMap<>();

	private final Map<Session, Bindings> bindings = new HashMap<>();

	void bind(Session session, String key, StatePath path) {
		release(key, path);
		this.owners.put(new Place(key, path), session);
		this.bindings.computeIfAbsent(session, (owner) -> new Bindings()).add(key, path);
	}

	/**
	 * Whether a session has fewer paths than allowed, or already has this one.
	 * @param session the session
	 * @param key the key
	 * @param path the path
	 * @param most maximum number of paths of a session
	 * @return whether it may register presence there
	 */
	boolean mayBind(Session session, String key, StatePath path, int most) {
		Bindings bound = this.bindings.get(session);
		return bound == null || bound.count < most || session.equals(this.owners.get(new Place(key, path)));
	}

	/**
	 * Ends the binding of a path, whichever session owns it.
	 * @param key the key
	 * @param path the path
	 */
	void release(String key, StatePath path) {
		Session owner = this.owners.remove(new Place(key, path));
		Bindings bound = (owner != null) ? this.bindings.get(owner) : null;
		if (bound != null) {
			bound.remove(key, path);
		}
	}

	/**
	 * The keys in which a session is present.
	 * @param session the session
	 * @return a copy, in order of registration
	 */
	List<String> keys(Session session) {
		Bindings bound = this.bindings.get(session);
		return (bound != null) ? List.copyOf(bound.paths.keySet()) : List.of();
	}

	/**
	 * Ends the bindings of a session in one key.
	 * @param session the session
	 * @param key the key
	 * @return the paths, in order of registration
	 */
	Set<StatePath> releaseAll(Session session, String key) {
		Bindings bound = this.bindings.get(session);
		@Nullable Set<StatePath> released = (bound != null) ? bound.paths.remove(key) : null;
		if (bound == null || released == null) {
			return Set.of();
		}
		bound.count -= released.size();
		released.forEach((path) -> this.owners.remove(new Place(key, path)));
		return released;
	}

	/**
	 * Forgets a session that is present nowhere any more.
	 * @param session the session
	 */
	void forget(Session session) {
		this.bindings.remove(session);
	}

	/** The paths of one session. */
	private static final class Bindings {

		private final Map<String, Set<StatePath>> paths = new LinkedHashMap<>();

		private int count;

		void add(String key, StatePath path) {
			if (this.paths.computeIfAbsent(key, (name) -> new LinkedHashSet<>()).add(path)) {
				this.count++;
			}
		}

		void remove(String key, StatePath path) {
			Set<StatePath> ofKey = this.paths.get(key);
			if (ofKey != null && ofKey.remove(path)) {
				this.count--;
				if (ofKey.isEmpty()) {
					this.paths.remove(key);
				}
			}
		}

	}

	/**
	 * A path of a key.
	 *
	 * @param key the key
	 * @param path the path
	 */
	private record Place(String key, StatePath path) {
	}

}
