// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Records what clients wrote, in the order of arrival, and where they registered
 * presence.
 */
final class WriteLog {

	private final ReentrantLock logLock = new ReentrantLock();

	private final Map<Long, RecordedWrite> writes = new LinkedHashMap<>();

	/** The places where open sessions are present. */
	private final Map<Object, Set<Place>> presences = new LinkedHashMap<>();

	private final Signal signal;

	private long next;

	WriteLog(Signal signal) {
		this.signal = signal;
	}

	/**
	 * Records a write.
	 * @param write the write
	 * @return the number of the write
	 */
	long add(RecordedWrite write) {
		this.logLock.lock();
		try {
			this.writes.put(++this.next, write);
			return this.next;
		}
		finally {
			this.logLock.unlock();
			this.signal.raise();
		}
	}

	/**
	 * Records that a write was answered.
	 * @param number the number of the write
	 * @param change returns the answered write for the unanswered one
	 */
	void answer(long number, UnaryOperator<RecordedWrite> change) {
		this.logLock.lock();
		try {
			this.writes.computeIfPresent(number, (same, write) -> change.apply(write));
		}
		finally {
			this.logLock.unlock();
			this.signal.raise();
		}
	}

	List<RecordedWrite> all() {
		this.logLock.lock();
		try {
			return new ArrayList<>(this.writes.values());
		}
		finally {
			this.logLock.unlock();
		}
	}

	void clear() {
		this.logLock.lock();
		try {
			this.writes.clear();
		}
		finally {
			this.logLock.unlock();
		}
	}

	/**
	 * Records a presence, which lasts as long as its session.
	 * @param session the session
	 * @param place the place of the presence
	 */
	void present(Object session, Place place) {
		this.logLock.lock();
		try {
			this.presences.computeIfAbsent(session, (same) -> new HashSet<>()).add(place);
		}
		finally {
			this.logLock.unlock();
		}
	}

	/**
	 * Records that whatever was present at a place was removed.
	 * @param place the place
	 */
	void absent(Place place) {
		this.logLock.lock();
		try {
			this.presences.values().forEach((places) -> places.remove(place));
		}
		finally {
			this.logLock.unlock();
		}
	}

	/**
	 * Records the end of a session.
	 * @param session the session
	 */
	void ended(Object session) {
		this.logLock.lock();
		try {
			this.presences.remove(session);
		}
		finally {
			this.logLock.unlock();
			this.signal.raise();
		}
	}

	/**
	 * Returns the keys that hold the presence of a connected client.
	 * @return a copy
	 */
	Set<String> keysWithPresence() {
		this.logLock.lock();
		try {
			Set<String> keys = new TreeSet<>();
			this.presences.values().forEach((places) -> places.forEach((place) -> keys.add(place.key())));
			return keys;
		}
		finally {
			this.logLock.unlock();
		}
	}

	/**
	 * A part of a value.
	 *
	 * @param key the key
	 * @param path the JSON Pointer
	 */
	record Place(String key, String path) {
	}

}
