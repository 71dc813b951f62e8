// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Successive changes of one key, stored all or not at all, with successive numbers.
 *
 * @param node who proposes
 * @param key the key
 * @param expected how far the key has come, which the first change builds on
 * @param changes the changes, in their order
 * @param exists whether the key exists after the last of them
 * @param snapshot the value after the last of them, as
 * {@link dev.sodp.protocol.Envelope#encode(tools.jackson.databind.JsonNode)} encodes it;
 * null unless {@link BatchAnswer.SnapshotNeeded} asked for it, or if the key does not
 * exist then
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record ProposedBatch(String node, String key, Position expected, List<ProposedChange> changes, boolean exists,
		byte @Nullable [] snapshot) {
}
