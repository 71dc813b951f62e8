// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;

import dev.sodp.server.journal.ChangeCodec;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;
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

	static ProposedChange of(Proposal proposal, String tag) {
		PresenceChange presence = proposal.presence();
		StatePath bound = presence.bound();
		PresenceOwner owner = presence.owner();
		return new ProposedChange(tag, ChangeCodec.encode(proposal.toChange(0)),
				(bound != null) ? bound.toString() : null, (owner != null) ? OwnerCodec.encode(owner) : null,
				presence.released().stream().map(StatePath::toString).toList());
	}

}
