// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A change that is to be stored.
 *
 * @param tag different for each, also for each attempt
 * @param change as {@link dev.sodp.server.journal.ChangeCodec} encodes it; not to be
 * modified
 * @param bound the presence path that is registered, or null
 * @param owner whose path it becomes, node, slash, session, or null if none is registered
 * @param released presence paths that belong to no one afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record ProposedChange(String tag, byte[] change, @Nullable String bound, @Nullable String owner,
		List<String> released) {
}
