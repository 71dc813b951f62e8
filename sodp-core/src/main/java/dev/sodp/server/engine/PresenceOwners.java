// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.sodp.state.StatePath;

/**
 * Which session each presence path belongs to: the one that registered it last (protocol
 * section 5).
 */
final class PresenceOwners {

	private final Map<Place, Session> owners = new HashMap<>();

	private final Map<Session, Set<Place>> places = new HashMap<>();

	void bind(Session session, String key, StatePath path) {
		release(key, path);
		Place place = new Place(key, path);
		this.owners.put(place, session);
		this.places.computeIfAbsent(session, (owner) -> new LinkedHashSet<>()).add(place);
	}

	/**
	 * Whether a session has fewer paths than allowed, or already has this one.
	 * @param session the session
	 * @param key the key
	 * @param path the path
	 * @param most maximum number of paths of a session @return whether it may register
	 * presence there
	 */
	boolean mayBind(Session session, String key, StatePath path, int most) {
		Set<Place> bound = this.places.getOrDefault(session, Set.of());
		return bound.size() < most || bound.contains(new Place(key, path));
	}

	/**
	 * Ends the binding of a path, whichever session owns it.
	 * @param key the key
	 * @param path the path
	 */
	void release(String key, StatePath path) {
		Place place = new Place(key, path);
		Session owner = this.owners.remove(place);
		Set<Place> others = (owner != null) ? this.places.get(owner) : null;
		if (others != null) {
			others.remove(place);
		}
	}

	/**
	 * Ends all bindings of a session.
	 * @param session the session
	 * @return where its presence has to be removed, in order of registration
	 */
	Set<Place> releaseAll(Session session) {
		Set<Place> released = this.places.remove(session);
		if (released == null) {
			return Set.of();
		}
		released.forEach(this.owners::remove);
		return released;
	}

	/**
	 * A path of a key.
	 *
	 * @param key the key
	 * @param path the path
	 */
	record Place(String key, StatePath path) {
	}

}
