// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import org.jspecify.annotations.Nullable;

/**
 * A change of some key, as all nodes see it.
 *
 * @param key the key
 * @param previousTag the tag of the change of that key before it, empty if there was none
 * @param position where it stands in the chain of its key
 * @param change as {@link dev.sodp.server.journal.ChangeCodec} encodes it; null if it is
 * so large that it has to be {@link LogConnection#read read}
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record LogEntry(String key, String previousTag, Position position, byte @Nullable [] change) {
}
