// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A WATCH or RESUME that was sent, with the keys that are still unanswered.
 */
final class WatchSent implements Request {

	private final long stream;

	private final boolean resume;

	private final boolean multiple;

	/** When it was sent, or when the server last went on with its answer. */
	private long waitsSince;

	private final Map<String, Watched> unanswered = new LinkedHashMap<>();

	/**
	 * Keys of this request that were abandoned, although the server still owes its
	 * answer.
	 */
	private final Map<String, Watched> givenUp = new LinkedHashMap<>();

	private long givenUpAt;

	WatchSent(long stream, boolean resume, long sentAt, Collection<Watched> keys) {
		this.stream = stream;
		this.resume = resume;
		this.multiple = keys.size() > 1;
		this.waitsSince = sentAt;
		keys.forEach((key) -> this.unanswered.put(key.key(), key));
	}

	long stream() {
		return this.stream;
	}

	boolean isResume() {
		return this.resume;
	}

	boolean isMultiple() {
		return this.multiple;
	}

	long waitsSince() {
		return this.waitsSince;
	}

	/** The server has sent a part of its answer. */
	void progressed(long now) {
		this.waitsSince = now;
	}

	Collection<Watched> unanswered() {
		return this.unanswered.values();
	}

	/** The key to name in a report, if the request had only one. */
	@Nullable String onlyKey() {
		return (this.unanswered.size() == 1) ? this.unanswered.keySet().iterator().next() : null;
	}

	void answered(String key) {
		this.unanswered.remove(key);
		this.givenUp.remove(key);
	}

	/** Whether no answer is owed any more. */
	boolean isAnswered() {
		return this.unanswered.isEmpty() && this.givenUp.isEmpty();
	}

	/** Whether one of its keys was abandoned. */
	boolean isGivenUp(String key) {
		return this.givenUp.containsKey(key);
	}

	void giveUp(String key, long now) {
		Watched removed = this.unanswered.remove(key);
		if (removed != null) {
			this.givenUp.put(key, removed);
			this.givenUpAt = now;
		}
	}

	@Override
	public long overAfter() {
		return this.unanswered.isEmpty() ? this.givenUpAt + Request.OWED_FOR : Deadlines.NEVER;
	}

	/** The keys that were abandoned and may still be answered. */
	Collection<String> abandoned() {
		return this.givenUp.keySet();
	}

	/**
	 * The unanswered key that a message contains: if several, the longest, since one key
	 * may be part of another.
	 */
	@Nullable Watched namedIn(String message) {
		Watched longest = null;
		List<Watched> candidates = new ArrayList<>(this.unanswered.values());
		candidates.addAll(this.givenUp.values());
		for (Watched candidate : candidates) {
			if ((longest == null || candidate.key().length() > longest.key().length())
					&& names(message, candidate.key())) {
				longest = candidate;
			}
		}
		return longest;
	}

	/** Whether a message contains a key, which may be part of another one. */
	static boolean names(String message, String key) {
		for (int at = message.indexOf(key); at >= 0; at = message.indexOf(key, at + 1)) {
			int end = at + key.length();
			if ((at == 0 || !isKeyCharacter(message.charAt(at - 1))) && !continues(message, end)) {
				return true;
			}
		}
		return false;
	}

	/** A dot ends a sentence unless another segment follows. */
	private static boolean continues(String message, int end) {
		if (end == message.length()) {
			return false;
		}
		if (message.charAt(end) == '.') {
			return end + 1 < message.length() && isKeyCharacter(message.charAt(end + 1));
		}
		return isKeyCharacter(message.charAt(end));
	}

	private static boolean isKeyCharacter(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character == '-' || character == '.';
	}

}
