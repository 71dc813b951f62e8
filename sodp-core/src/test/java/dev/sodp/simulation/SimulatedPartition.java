// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.Gap;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.StoredKey;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a partition, and the commands on it. Times are those of the
 * simulation, in nanoseconds.
 */
final class SimulatedPartition {

	/** Numbers begin with the time, as of some day. */
	private static final long FIRST_MICROS = 1_700_000_000_000_000L;

	private static final Duration CLAIM = Duration.ofSeconds(10);

	private static final Comparator<String> UTF_8 = (one, other) -> Arrays
		.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

	private final SimulatedLimits limits;

	private final Map<String, SimulatedKey> keys = new TreeMap<>(UTF_8);

	private final TreeMap<Long, LogEntry> log = new TreeMap<>();

	/** Ends of leases. */
	private final Map<String, Long> leases = new TreeMap<>();

	/** Nodes that others have taken for dead, and until when one of them is at it. */
	private final Map<String, Long> claims = new HashMap<>();

	/** Nodes whose presence was removed. */
	private final Set<String> forgotten = new HashSet<>();

	private final List<Gap> gaps = new ArrayList<>();

	private long counter;

	/** The number of the latest change that is not in the log any more. */
	private long trimmed;

	private @Nullable String epoch;

	private @Nullable String joinedLife;

	private @Nullable String cutLife;

	SimulatedPartition(SimulatedLimits limits) {
		this.limits = limits;
	}

	SimulatedPartition copy() {
		SimulatedPartition copy = new SimulatedPartition(this.limits);
		this.keys.forEach((name, key) -> copy.keys.put(name, key.copy()));
		copy.log.putAll(this.log);
		copy.leases.putAll(this.leases);
		copy.claims.putAll(this.claims);
		copy.forgotten.addAll(this.forgotten);
		copy.gaps.addAll(this.gaps);
		copy.counter = this.counter;
		copy.trimmed = this.trimmed;
		copy.epoch = this.epoch;
		copy.joinedLife = this.joinedLife;
		copy.cutLife = this.cutLife;
		return copy;
	}

	Joined join(JoinRequest request, String life, long now) {
		if (this.epoch == null) {
			this.epoch = request.newEpoch();
		}
		boolean first = !life.equals(this.joinedLife);
		if (first) {
			this.leases.replaceAll((node, end) -> this.claims.containsKey(node) ? end
					: Math.max(end, now + request.lease().toNanos()));
			this.joinedLife = life;
		}
		if (first || request.highest() > this.counter) {
			raise(request.highest(), now);
		}
		boolean member = !this.claims.containsKey(request.node()) && !this.forgotten.contains(request.node());
		if (member) {
			this.leases.put(request.node(), now + request.lease().toNanos());
		}
		String lastTag = this.log.isEmpty() ? "" : this.log.lastEntry().getValue().position().tag();
		return new Joined(member, this.epoch, last(), lastTag, List.copyOf(this.gaps));
	}

	private void raise(long highest, long now) {
		long before = this.counter;
		this.counter = Math.max(Math.max(before, highest), FIRST_MICROS + now / 1000) + 1;
		if (before > 0 || highest > 0) {
			this.gaps.add(new Gap(before + 1, this.counter));
		}
	}

	String cut(String newEpoch, String life) {
		if (this.epoch == null || !life.equals(this.cutLife)) {
			this.epoch = newEpoch;
			this.cutLife = life;
		}
		return this.epoch;
	}

	Renewal renew(String node, Duration lease, long now) {
		boolean member = this.leases.containsKey(node) && !this.claims.containsKey(node);
		if (!member) {
			return new Renewal(false, alive(now), List.of());
		}
		this.leases.put(node, now + lease.toNanos());
		List<String> dead = new ArrayList<>();
		this.leases.forEach((other, end) -> {
			if (end <= now && this.claims.getOrDefault(other, Long.MIN_VALUE) <= now) {
				this.claims.put(other, now + CLAIM.toNanos());
				dead.add(other);
			}
		});
		return new Renewal(true, alive(now), dead);
	}

	private List<String> alive(long now) {
		return this.leases.entrySet()
			.stream()
			.filter((lease) -> lease.getValue() > now)
			.map(Map.Entry::getKey)
			.toList();
	}

	void leave(String node, Duration absence, long now) {
		if (this.leases.replace(node, 0L) != null) {
			this.claims.put(node, now + absence.toNanos());
		}
	}

	void forget(String node) {
		this.leases.remove(node);
		this.claims.remove(node);
		this.forgotten.add(node);
	}

	Position position(String name, long now) {
		expire(name, now);
		SimulatedKey key = this.keys.get(name);
		return (key != null) ? key.position() : Position.NONE;
	}

	StoredKey read(String name, long now) {
		expire(name, now);
		return this.keys.getOrDefault(name, new SimulatedKey()).read();
	}

	private void expire(String name, long now) {
		SimulatedKey key = this.keys.get(name);
		if (key != null && key.isRemovedFor(this.limits.removed().toNanos(), now)) {
			this.keys.remove(name);
		}
	}

	/** Whether nothing is known of a key, not even that it was removed. */
	boolean isForgotten(String name) {
		return !this.keys.containsKey(name);
	}

	boolean isMember(String node, long now) {
		return this.leases.getOrDefault(node, Long.MIN_VALUE) > now && !this.claims.containsKey(node);
	}

	BatchAnswer propose(ProposedBatch batch, boolean confirmed, long now) {
		if (!isMember(batch.node(), now)) {
			return new BatchAnswer.NotMember();
		}
		expire(batch.key(), now);
		SimulatedKey key = this.keys.getOrDefault(batch.key(), new SimulatedKey());
		if (!key.position().equals(batch.expected())) {
			return key.conflict(batch.expected());
		}
		if (batch.exists() && batch.snapshot() == null
				&& key.chainLength() + batch.changes().size() > this.limits.chain()) {
			return new BatchAnswer.SnapshotNeeded();
		}
		this.keys.put(batch.key(), key);
		long first = this.counter + 1;
		for (ProposedChange change : batch.changes()) {
			String previous = key.position().tag();
			key.add(++this.counter, change);
			boolean large = change.change().length > this.limits.entry();
			this.log.put(this.counter,
					new LogEntry(batch.key(), previous, key.position(), large ? null : change.change()));
		}
		key.added(batch, now);
		trim(this.limits.log());
		return new BatchAnswer.Stored(first, confirmed);
	}

	/** Forgets all but the latest changes of all keys. */
	void trim(int most) {
		while (this.log.size() > most) {
			this.trimmed = this.log.pollFirstEntry().getKey();
		}
	}

	long last() {
		return this.log.isEmpty() ? this.trimmed : this.log.lastKey();
	}

	/** Whether the log holds everything after a number. */
	boolean isComplete(long after) {
		return after >= this.trimmed;
	}

	List<LogEntry> after(long number, int most) {
		return this.log.tailMap(number, false).values().stream().limit(most).toList();
	}

	List<String> names(String prefix, @Nullable String after, int limit) {
		return this.keys.entrySet()
			.stream()
			.filter((key) -> key.getValue().exists())
			.map(Map.Entry::getKey)
			.filter((name) -> name.startsWith(prefix) && (after == null || UTF_8.compare(name, after) > 0))
			.limit(limit)
			.toList();
	}

	List<String> presentIn(String node) {
		return this.keys.entrySet()
			.stream()
			.filter((key) -> key.getValue()
				.presence()
				.values()
				.stream()
				.anyMatch((owner) -> owner.substring(0, owner.lastIndexOf('/')).equals(node)))
			.map(Map.Entry::getKey)
			.toList();
	}

	/** The owners of all presence, by key. */
	Map<String, Map<String, String>> presence() {
		Map<String, Map<String, String>> presence = new TreeMap<>();
		this.keys.forEach((name, key) -> presence.put(name, Map.copyOf(key.presence())));
		return presence;
	}

	/** The highest number that may have been used. */
	long counter() {
		return this.counter;
	}

}
