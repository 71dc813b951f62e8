// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Everything the servers of a simulation ever did to each key, life by life, to hold
 * against what clients were told. Within a life versions only rise; a key begins a new
 * one when its server restarts without state, and where a server forgets keys that are
 * deleted.
 */
final class History {

	private final Map<String, List<Map<Long, JsonNode>>> lives = new HashMap<>();

	/** How often each write, known by the text it carries, was applied. */
	private final Map<String, Integer> applied = new HashMap<>();

	/** The change that first carried each write. */
	private final Map<String, Change> changes = new HashMap<>();

	/** Writes that were applied and lost. */
	private final Set<String> lost = new HashSet<>();

	/** Keys whose removal was forgotten. */
	private final Set<String> forgotten = new HashSet<>();

	/** The changes after which a key did not exist. */
	private final Set<Change> removals = new HashSet<>();

	/** Keys that could not be read for a while. */
	private final Set<String> hidden = new HashSet<>();

	/** Keys of which a server dropped deltas without telling anybody. */
	private final Set<String> dropped = new HashSet<>();

	/** Whether clients can tell one life from another. */
	private final boolean epochs;

	/** Whether a version may be given more than once. */
	private final boolean repeats;

	/** Whether several servers have the same. */
	private final boolean shared;

	History(boolean epochs) {
		this(epochs, false, false);
	}

	private History(boolean epochs, boolean repeats, boolean shared) {
		this.epochs = epochs;
		this.repeats = repeats;
		this.shared = shared;
	}

	/** The history that the nodes of a cluster have in common. */
	static History ofCluster() {
		return new History(true, false, true);
	}

	/** The history of one node of a cluster whose nodes count versions apart. */
	static History ofNode() {
		return new History(false, true, false);
	}

	private List<Map<Long, JsonNode>> livesOf(String key) {
		return this.lives.computeIfAbsent(key, (absent) -> new ArrayList<>(List.of(new HashMap<>())));
	}

	/** The server lost its state. */
	void stateLost() {
		this.lives.values().forEach((all) -> all.add(new HashMap<>()));
	}

	/**
	 * Of some keys only what is not newer than a version is left; clients are told that
	 * it may be so of any.
	 */
	void cut(Predicate<String> keys, long kept) {
		this.lives.forEach((key, all) -> {
			int life = all.size();
			Map<Long, JsonNode> left = new HashMap<>(all.get(life - 1));
			left.keySet().removeIf((version) -> keys.test(key) && version > kept);
			left.keySet()
				.stream()
				.filter((version) -> this.removals.contains(new Change(key, life - 1, version)))
				.forEach((version) -> this.removals.add(new Change(key, life, version)));
			all.add(left);
		});
		this.changes.entrySet().removeIf((change) -> {
			boolean gone = keys.test(change.getValue().key()) && change.getValue().version() > kept
					&& timesApplied(change.getKey()) == 1;
			if (gone) {
				this.lost.add(change.getKey());
				this.applied.remove(change.getKey());
			}
			return gone;
		});
	}

	/** Whether a version is not lost. */
	boolean isKept(String key, long version) {
		List<Map<Long, JsonNode>> all = livesOf(key);
		return all.get(all.size() - 1).containsKey(version);
	}

	/** Whether a write was applied and lost. */
	boolean isLost(String tag) {
		return this.lost.contains(tag);
	}

	/** The server forgets that a key was removed. */
	void removalForgotten(String key) {
		this.forgotten.add(key);
	}

	/** Checks what a server holds for the value of a version. */
	void check(String key, long version, JsonNode value) {
		if (livesOf(key).stream()
			.map((versions) -> versions.get(version))
			.noneMatch((then) -> then != null && Values.equal(then, value))) {
			throw new AssertionError("A node holds " + value + " for version " + version + " of " + key);
		}
	}

	/** The server knows nothing of a key any more, its version included. */
	void forgotten(String key) {
		livesOf(key).add(new HashMap<>());
	}

	/** The server did not send a delta to somebody who watches the key. */
	void dropped(String key) {
		this.dropped.add(key);
	}

	/** The key cannot be read for a while. */
	void hidden(String key) {
		this.hidden.add(key);
	}

	/** Whether a key exists no longer, although a version of it was there. */
	boolean isRemovedAfter(String key, long version) {
		return isRemovedAfter(key, livesOf(key).size() - 1, version);
	}

	private boolean isRemovedAfter(String key, int life, long version) {
		return livesOf(key).get(life)
			.keySet()
			.stream()
			.anyMatch((later) -> later > version && this.removals.contains(new Change(key, life, later)));
	}

	/**
	 * Whether a key did not exist, or could not be read, at a version of the server, or a
	 * little later: what several servers share may have gone on meanwhile.
	 */
	private boolean isAbsent(String key, int life, long version) {
		long latest = livesOf(key).get(life)
			.keySet()
			.stream()
			.filter((known) -> known <= version)
			.reduce(0L, Math::max);
		return latest == 0 || this.hidden.contains(key) || this.removals.contains(new Change(key, life, latest))
				|| (this.shared && isRemovedAfter(key, life, version));
	}

	boolean isUncertain(String key) {
		return this.dropped.contains(key);
	}

	void record(String key, long version, JsonNode value, List<DeltaOp> ops) {
		List<Map<Long, JsonNode>> all = livesOf(key);
		if (all.get(all.size() - 1).put(version, value) != null && !this.repeats) {
			throw new AssertionError("Version " + version + " of " + key + " was given twice");
		}
		Change change = new Change(key, all.size() - 1, version);
		for (DeltaOp op : ops) {
			countTags(op.value(), change);
		}
		if (ops.stream().anyMatch((op) -> op.atRoot() && op.kind() == DeltaOp.Kind.REMOVE)) {
			this.removals.add(change);
		}
	}

	/**
	 * A server begins another life with a key that it still has, or knows to be removed.
	 */
	void recovered(String key, long version, @Nullable JsonNode value) {
		List<Map<Long, JsonNode>> all = livesOf(key);
		all.get(all.size() - 1).put(version, (value != null) ? value : NullNode.getInstance());
		if (value == null) {
			this.removals.add(new Change(key, all.size() - 1, version));
		}
	}

	private void countTags(JsonNode value, Change change) {
		if (value.isString() && value.stringValue().startsWith("w-")) {
			this.applied.merge(value.stringValue(), 1, Integer::sum);
			this.changes.putIfAbsent(value.stringValue(), change);
		}
		value.values().forEach((member) -> countTags(member, change));
	}

	/**
	 * What a write that was applied was applied to. To be asked at the end only: changes
	 * that follow from another one may be recorded before it.
	 */
	Basis basis(String tag) {
		Change change = Objects.requireNonNull(this.changes.get(tag));
		Map<Long, JsonNode> versions = livesOf(change.key()).get(change.life());
		JsonNode result = Objects.requireNonNull(versions.get(change.version()));
		long before = versions.keySet().stream().filter((version) -> version < change.version()).reduce(0L, Math::max);
		if (before == 0 || this.removals.contains(new Change(change.key(), change.life(), before))) {
			return new Basis(0, NullNode.getInstance(), result);
		}
		return new Basis(before, Objects.requireNonNull(versions.get(before)), result);
	}

	int timesApplied(String tag) {
		return this.applied.getOrDefault(tag, 0);
	}

	/**
	 * What a write found, and what it made of it.
	 *
	 * @param version version of the key before, 0 if it did not exist
	 * @param value value of the key before
	 * @param result value of the key afterwards
	 */
	record Basis(long version, JsonNode value, JsonNode result) {
	}

	private record Change(String key, int life, long version) {
	}

	/** Checks the events of one watch: true values, in order, none twice. */
	final class Observer {

		private final String key;

		/**
		 * Whether it watches a prefix, so that the absence of a key from a view, which
		 * has a version of the server, says that it does not exist.
		 */
		private final boolean ofPrefix;

		private int life;

		private long version = -1;

		/**
		 * Whether the last events may have been steps from a value of one life through
		 * deltas of the next.
		 */
		private boolean unproven;

		private @Nullable JsonNode told;

		Observer(String key) {
			this(key, false);
		}

		Observer(String key, boolean ofPrefix) {
			this.key = key;
			this.ofPrefix = ofPrefix;
		}

		/** The next step may begin with nothing, as the key did not exist. */
		void nothingRemembered() {
			this.told = null;
		}

		void observe(StateChange<JsonNode> change) {
			checkStep(change);
			check(Objects.requireNonNull(change.current()), change.meta());
		}

		/** Steps join, and the operations of each lead from its start to its end. */
		private void checkStep(StateChange<JsonNode> change) {
			JsonNode before = (this.told != null) ? this.told : NullNode.getInstance();
			JsonNode reached = Deltas.apply(before, change.ops());
			JsonNode after = Objects.requireNonNull(change.current());
			if (change.previous() != this.told || !Values.equal(reached, after)) {
				throw new AssertionError("A step of " + this.key + " leads from " + before + " through " + change.ops()
						+ " to " + reached + " instead of " + after);
			}
			this.told = after;
		}

		void check(JsonNode value, WatchMeta meta) {
			if (meta.version() == 0 && value.isNull() && History.this.forgotten.contains(this.key)) {
				return;
			}
			List<Map<Long, JsonNode>> all = livesOf(this.key);
			for (int candidate = this.life; candidate < all.size(); candidate++) {
				if (isTrue(candidate, all.get(candidate), value, meta) && follows(candidate, meta)) {
					told(candidate, meta, this.unproven && mayComeOfDelta(meta));
					return;
				}
			}
			for (int candidate = this.life; candidate < all.size(); candidate++) {
				if (isUnprovable(candidate, meta) && all.get(candidate).containsKey(meta.version())
						&& follows(candidate, meta)) {
					told(candidate, meta, true);
					return;
				}
			}
			throw new AssertionError("A callback of " + this.key + " was told " + meta + " " + value + " after version "
					+ this.version + " of life " + this.life);
		}

		private void told(int newLife, WatchMeta meta, boolean newUnproven) {
			boolean absent = isLeftOut(meta) || this.ofPrefix && !meta.initialized()
					&& !livesOf(this.key).get(newLife).containsKey(meta.version());
			if (!absent) {
				this.version = meta.version();
			}
			else if (newLife > this.life) {
				this.version = -1;
			}
			this.life = newLife;
			this.unproven = newUnproven;
		}

		/**
		 * A server that advertises no epoch replays deltas of another life without
		 * anybody knowing; if they lead to its value in spite of that, they are taken for
		 * true (protocol section 3) until the STATE_INIT comes.
		 */
		private boolean isUnprovable(int candidate, WatchMeta meta) {
			return !History.this.epochs && mayComeOfDelta(meta) && (candidate > this.life || this.unproven);
		}

		private boolean isTrue(int candidate, Map<Long, JsonNode> versions, JsonNode value, WatchMeta meta) {
			if (this.ofPrefix && value.isNull() && !meta.initialized()) {
				return isAbsent(this.key, candidate, meta.version());
			}
			if (meta.version() == 0) {
				return value.isNull() && !meta.initialized();
			}
			JsonNode then = versions.get(meta.version());
			if (then == null) {
				return false;
			}
			// Where a delta is missing, what the next one makes of the value is anybody's
			// guess.
			boolean guess = mayComeOfDelta(meta) && History.this.dropped.contains(this.key);
			return guess || Values.equal(then, value);
		}

		/**
		 * Whether the value may be the work of deltas; a merged event names its first
		 * source.
		 */
		private boolean mayComeOfDelta(WatchMeta meta) {
			return meta.source() != Source.INIT || meta.merged() > 0;
		}

		/** What a view of a shared state leaves out has no version of its own. */
		private boolean isLeftOut(WatchMeta meta) {
			return History.this.shared && this.ofPrefix && !meta.initialized() && meta.source() == Source.INIT;
		}

		private boolean follows(int candidate, WatchMeta meta) {
			if (candidate > this.life || isLeftOut(meta)) {
				return true;
			}
			return (meta.source() == Source.DELTA) ? meta.version() > this.version : meta.version() >= this.version;
		}

	}

}
