// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One session's watch of all keys with a prefix (protocol section 3). A cursor passes the
 * keys in order; those that it has passed are live.
 */
final class PrefixWatch {

	private static final String ANY = "*";

	private static final String SUFFIX = ".*";

	private final Session session;

	private final String pattern;

	private final String prefix;

	private final long stream;

	private final @Nullable JsonNode params;

	/** The client has what is not newer; 0 if it has nothing. */
	private long since;

	/** Whether the client has to drop what is not in the view. */
	private boolean reset;

	/** The last key that the cursor has passed. */
	private @Nullable String position;

	private boolean complete;

	/** Whether the cursor has passed all keys before. */
	private boolean passedOnce;

	/**
	 * Up to where the keys that it has passed were checked again; null if they need not
	 * be.
	 */
	private @Nullable String rechecked;

	/** Keys that are gone, which the client may have, to be reported after the others. */
	private final Deque<Deletion> deletions = new ArrayDeque<>(0);

	PrefixWatch(Session session, SubscribeRequest request, long stream) {
		this.session = session;
		this.pattern = request.key();
		this.prefix = prefix(request.key());
		this.params = request.params();
		this.stream = stream;
	}

	/**
	 * Whether a request names all keys with a prefix instead of a key.
	 * @param state what it names
	 * @return false also if it is neither
	 */
	static boolean isPattern(String state) {
		return state.equals(ANY) || (state.endsWith(SUFFIX) && Keys.isValid(state.substring(0, state.length() - 2)));
	}

	/** What the keys begin with that a pattern names. */
	static String prefix(String pattern) {
		return pattern.substring(0, pattern.length() - 1);
	}

	/**
	 * Begins with what has changed.
	 * @param newSince the last version that the client has seen
	 */
	void resume(long newSince) {
		this.since = newSince;
	}

	/** Begins again: the client has what the cursor has passed, and follows it. */
	void repeat() {
		this.passedOnce = true;
		reset();
	}

	/** Begins with all keys, of which the client has some. */
	void reset() {
		this.since = 0;
		this.reset = true;
		this.position = null;
	}

	/** The last version that the client has seen; 0 if it gets all keys. */
	long since() {
		return this.since;
	}

	/**
	 * The cursor has passed all keys.
	 * @param gone those that were deleted since
	 */
	void passedAll(Collection<Deletion> gone) {
		this.since = 0;
		this.deletions.addAll(gone);
	}

	/** What it has passed has to be checked again. */
	void recheck() {
		this.rechecked = "";
	}

	boolean isRechecked() {
		return this.rechecked != null;
	}

	/** The keys that have to be checked next. */
	List<String> nextRechecked(KeyNames names, int limit) {
		List<String> keys = names.list(this.prefix, this.rechecked, limit);
		return keys.stream().filter(this::covers).toList();
	}

	/**
	 * A key has been checked again.
	 * @param key the key, or null if that was the last one
	 */
	void rechecked(@Nullable String key) {
		this.rechecked = key;
	}

	Session session() {
		return this.session;
	}

	String pattern() {
		return this.pattern;
	}

	String prefix() {
		return this.prefix;
	}

	long stream() {
		return this.stream;
	}

	@Nullable JsonNode params() {
		return this.params;
	}

	boolean isReset() {
		return this.reset;
	}

	boolean isComplete() {
		return this.complete;
	}

	void complete() {
		this.complete = true;
	}

	/** Whether a key has this prefix and is live. */
	boolean isLive(String key) {
		return key.startsWith(this.prefix) && covers(key);
	}

	/** Whether a key with this prefix is live. */
	boolean covers(String key) {
		return this.complete || this.passedOnce || (this.position != null && key.compareTo(this.position) <= 0);
	}

	/** The keys at which the cursor arrives next. */
	List<String> nextKeys(KeyNames names, int limit) {
		return names.list(this.prefix, this.position, limit);
	}

	/** Whether the client does not have this version of a key. */
	boolean isNews(long version) {
		return version > this.since;
	}

	void passed(String key) {
		this.position = key;
	}

	Deque<Deletion> deletions() {
		return this.deletions;
	}

	/**
	 * A key that was deleted.
	 *
	 * @param key the key
	 * @param version the version of its deletion
	 */
	record Deletion(String key, long version) {
	}

}
