// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The prefixes that one session watches, and what it may read of them.
 *
 * <p>
 * The access policy is asked once about each key, outside the engine: about those that
 * exist when the cursor arrives at them, about later ones when they are created, and
 * about all again when its answers change. Only what is denied is kept.
 */
final class SessionPrefixes {

	static final int MOST_WATCHES = 64;

	/** By their patterns; few, as a change looks at all of them. */
	private final Map<String, PrefixWatch> watches = new LinkedHashMap<>(2);

	private final Set<String> denied = new HashSet<>(0);

	/** New keys about which the policy has to be asked. */
	private final Set<String> unknown = new LinkedHashSet<>(0);

	/** Keys that may be read, which the client does not know yet. */
	private final Set<String> granted = new LinkedHashSet<>(0);

	/** Keys ahead of a cursor about which the policy has answered. */
	private final Set<String> answered = new HashSet<>(0);

	/** Counts the questions; answers to earlier ones are void. */
	private long question;

	private boolean asking;

	/** Whether a cursor is at a key about which the policy has not been asked. */
	private boolean blocked;

	Collection<PrefixWatch> watches() {
		return this.watches.values();
	}

	boolean isFull() {
		return this.watches.size() >= MOST_WATCHES;
	}

	void add(PrefixWatch watch) {
		this.watches.put(watch.pattern(), watch);
	}

	/**
	 * Removes a watch.
	 * @param pattern what it watches, or something else
	 * @return the watch, or null if there is none
	 */
	@Nullable PrefixWatch remove(String pattern) {
		return this.watches.remove(pattern);
	}

	/**
	 * The watch by which the session receives changes of a key.
	 * @param key the key
	 * @return null if the key is not live
	 */
	@Nullable PrefixWatch first(String key) {
		return find((watch) -> key.startsWith(watch.prefix()) && watch.covers(key));
	}

	/** The watch whose cursor goes on next, or null. */
	@Nullable PrefixWatch incomplete() {
		return find((watch) -> !watch.isComplete());
	}

	/** The watch whose keys are being checked again, or null. */
	@Nullable PrefixWatch rechecked() {
		return find(PrefixWatch::isRechecked);
	}

	private @Nullable PrefixWatch find(Predicate<PrefixWatch> condition) {
		for (PrefixWatch watch : this.watches.values()) {
			if (condition.test(watch)) {
				return watch;
			}
		}
		return null;
	}

	/** Forgets everything, as nothing is watched any longer. */
	void forget() {
		this.denied.clear();
		this.unknown.clear();
		this.granted.clear();
		recheck();
	}

	/** The policy's answers have changed. */
	void recheck() {
		this.answered.clear();
		this.question++;
		this.asking = false;
		this.blocked = false;
		this.unknown.addAll(this.granted);
		this.granted.clear();
		this.watches.values().forEach(PrefixWatch::recheck);
	}

	boolean isAsking() {
		return this.asking;
	}

	boolean isBlocked() {
		return this.blocked;
	}

	void block() {
		this.blocked = true;
	}

	/** The policy is asked; its answer goes by the number that this returns. */
	long ask() {
		this.asking = true;
		return ++this.question;
	}

	/**
	 * The policy has answered.
	 * @param number of the question
	 * @param keys the keys it was asked about
	 * @param deniedKeys those of them that must not be read
	 * @return keys that the client has but must not read any longer; null if the answer
	 * is void
	 */
	@Nullable List<String> answered(long number, Collection<String> keys, Set<String> deniedKeys) {
		if (number != this.question || !this.asking) {
			return null;
		}
		this.asking = false;
		this.blocked = false;
		List<String> revoked = new ArrayList<>();
		for (String key : keys) {
			boolean isNew = this.unknown.remove(key);
			boolean wasDenied = this.denied.remove(key);
			boolean isDenied = deniedKeys.contains(key);
			if (isDenied) {
				this.denied.add(key);
			}
			boolean isLive = first(key) != null;
			if (!isLive || !isNew) {
				this.answered.add(key);
			}
			if (isLive && !isDenied && (isNew || wasDenied)) {
				this.granted.add(key);
			}
			if (isLive && isDenied && !isNew && !wasDenied) {
				revoked.add(key);
			}
		}
		return revoked;
	}

	boolean isAnswered(String key) {
		return this.answered.contains(key);
	}

	/** A cursor has passed a key. */
	void passed(String key) {
		this.answered.remove(key);
	}

	boolean isDenied(String key) {
		return this.denied.contains(key);
	}

	int denials() {
		return this.denied.size();
	}

	/** A key does not exist any longer, so nothing need be known of it. */
	void gone(String key) {
		this.denied.remove(key);
		this.unknown.remove(key);
		this.granted.remove(key);
		this.answered.remove(key);
	}

	/**
	 * A key was created that a cursor has passed; what others know is of an earlier one.
	 */
	void created(String key) {
		this.granted.remove(key);
		this.answered.remove(key);
		this.unknown.add(key);
	}

	Set<String> unknown() {
		return this.unknown;
	}

	Set<String> granted() {
		return this.granted;
	}

	/** Whether the session is not notified of changes of a live key. */
	boolean isSilent(String key) {
		return this.denied.contains(key) || this.unknown.contains(key) || this.granted.contains(key);
	}

}
