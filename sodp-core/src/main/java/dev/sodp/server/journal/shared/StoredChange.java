// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

/**
 * A change as it is stored.
 *
 * @param position where it stands in the chain of its key
 * @param change as {@link dev.sodp.server.journal.ChangeCodec} encodes it; not to be
 * modified
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record StoredChange(Position position, byte[] change) {
}
