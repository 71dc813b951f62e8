// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.sodp.protocol.Envelope;
import dev.sodp.server.journal.Change;
import dev.sodp.server.journal.ChangeCodec;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.Deltas;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between what a {@link SharedLog} stores of a key and what the engine knows of it.
 *
 * <p>
 * A change that only concerns presence has a number, but gives the key no version. So a
 * snapshot carries the version of its value: as such, or as the distance from the number
 * of the change after which it was taken, since the numbers of a batch are not known when
 * it is proposed.
 */
final class StoredValues {

	private static final String VERSION = "version";

	private static final String DISTANCE = "distance";

	private StoredValues() {
	}

	/**
	 * Encodes the value after the last of some proposals.
	 * @param proposals successive proposals of a key
	 * @param version the version before them
	 * @return null if the key does not exist then
	 */
	static byte @Nullable [] snapshot(List<Proposal> proposals, long version) {
		Proposal last = proposals.get(proposals.size() - 1);
		if (!last.exists()) {
			return null;
		}
		ObjectNode fields = JsonNodeFactory.instance.objectNode();
		int distance = 0;
		while (distance < proposals.size() && !proposals.get(proposals.size() - 1 - distance).changesValue()) {
			distance++;
		}
		if (distance < proposals.size()) {
			fields.put(DISTANCE, distance);
		}
		else {
			fields.put(VERSION, version);
		}
		return Envelope.encode(fields, Envelope.encode(last.value()));
	}

	/**
	 * Decodes a change.
	 * @param key its key
	 * @param stored the change
	 * @return the change, with version 0 if it only concerns presence
	 */
	static Change change(String key, StoredChange stored) {
		return change(key, stored.position().number(), stored.change());
	}

	static Change change(String key, long number, byte[] bytes) {
		Change change = ChangeCodec.decode(key, number, bytes);
		return change.ops().isEmpty()
				? new Change(key, 0, change.encodedOps(), change.at(), change.author(), change.presence()) : change;
	}

	/**
	 * Builds what is true of a key.
	 * @param key the key
	 * @param stored what is stored of it
	 * @param lost the number of a change that is lost, or null if none is
	 * @return the key
	 */
	static HeldKey key(String key, StoredKey stored, @Nullable Long lost) {
		Set<StatePath> presentSinceLoss = (lost != null) ? new HashSet<>() : null;
		long version = stored.snapshotAt();
		boolean exists = stored.snapshot() != null;
		JsonNode value = NullNode.getInstance();
		if (stored.snapshot() != null) {
			Envelope snapshot = Envelope.decode(stored.snapshot());
			JsonNode fields = snapshot.fields();
			version = fields.path(VERSION).longValue(stored.snapshotAt() - fields.path(DISTANCE).longValue(0));
			value = (snapshot.content() != null) ? Envelope.decodeValue(snapshot.content()) : value;
		}
		List<Change> log = new ArrayList<>();
		for (StoredChange next : stored.changes()) {
			Change change = change(key, next);
			StatePath bound = change.presence().bound();
			if (presentSinceLoss != null && lost != null && bound != null && next.position().number() > lost) {
				presentSinceLoss.add(bound);
			}
			if (change.changesValue() && change.version() > stored.completeSince()) {
				log.add(change);
			}
			if (change.changesValue() && change.version() > stored.snapshotAt()) {
				value = Deltas.apply(value, change.ops());
				exists = !Deltas.removes(change.ops());
				version = change.version();
			}
		}
		return new HeldKey(key, version, exists ? Values.immutable(value) : null, completeSince(stored), log,
				presence(stored.presence()), presentSinceLoss);
	}

	/**
	 * What came before the first change of a key that had been forgotten is not in its
	 * log, so that its first version is where the log begins.
	 */
	private static long completeSince(StoredKey stored) {
		return (stored.completeSince() == 0 && !stored.changes().isEmpty())
				? stored.changes().get(0).position().number() : stored.completeSince();
	}

	private static Map<StatePath, PresenceOwner> presence(Map<String, String> stored) {
		Map<StatePath, PresenceOwner> presence = new HashMap<>();
		stored.forEach((path, owner) -> presence.put(StatePath.parse(path), OwnerCodec.decode(owner)));
		return presence;
	}

}
