// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sessions that are notified of the changes of one key.
 */
final class Audience {

	private final Set<Session> subscribers = new LinkedHashSet<>();

	void add(Session session) {
		this.subscribers.add(session);
	}

	void remove(Session session) {
		this.subscribers.remove(session);
	}

	boolean isEmpty() {
		return this.subscribers.isEmpty();
	}

	/**
	 * Whether no subscriber would be ended by another delta soon, but those that
	 * {@link #giveUp()} gave up.
	 * @return true if less than half of each queue is taken
	 */
	boolean hasRoom() {
		boolean room = true;
		for (Session session : this.subscribers) {
			room &= hasRoom(session);
		}
		return room;
	}

	/** The same for one session. */
	static boolean hasRoom(Session session) {
		if (session.outbox().hasRoomForDelta()) {
			session.givenUp(false);
			return true;
		}
		return session.isGivenUp();
	}

	/** Subscribers without room are not waited for again before they have some. */
	void giveUp() {
		this.subscribers.forEach(Audience::giveUp);
	}

	static void giveUp(Session session) {
		session.givenUp(!session.outbox().hasRoomForDelta());
	}

	/**
	 * Does something for every subscriber.
	 * @param action may end them
	 */
	void forEach(Consumer<Session> action) {
		this.subscribers.forEach(action);
	}

	/**
	 * Queues a delta for every subscriber.
	 * @param delta the delta
	 * @return sessions whose queue has no room for it, which must go
	 */
	List<Session> fanOut(OutboxItem.LiveDelta delta) {
		List<Session> slow = List.of();
		for (Session session : this.subscribers) {
			if (session.outbox().offer(delta)) {
				session.port().writable();
			}
			else {
				slow = slow.isEmpty() ? new ArrayList<>() : slow;
				slow.add(session);
			}
		}
		return slow;
	}

}
