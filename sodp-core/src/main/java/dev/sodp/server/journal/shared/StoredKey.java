// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: its value is the snapshot with all changes after it.
 *
 * @param position how far it has come, {@link Position#NONE} if it was never written or
 * is forgotten
 * @param snapshot the value as
 * {@link dev.sodp.protocol.Envelope#encode(tools.jackson.databind.JsonNode)} encodes it;
 * null if the key did not exist then
 * @param snapshotAt the number of the change after which the snapshot was taken, 0 if it
 * stands for a key that was never written
 * @param completeSince the number after which no change is missing; 0 if none is missing
 * since the key was never written
 * @param changes all changes from {@code completeSince} on, in their order; those up to
 * {@code snapshotAt} only serve RESUME
 * @param presence the owner of each presence path, node, slash, session
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record StoredKey(Position position, byte @Nullable [] snapshot, long snapshotAt, long completeSince,
		List<StoredChange> changes, Map<String, String> presence) {
}
