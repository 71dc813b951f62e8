// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.List;
import java.util.function.Supplier;

import dev.sodp.server.journal.ChangeCodec;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.state.StatePath;

/** Turns proposals of the engine into what a {@link SharedLog} stores. */
final class ProposedBatches {

	private ProposedBatches() {
	}

	static ProposedChange change(Proposal proposal, Supplier<String> tags) {
		PresenceChange presence = proposal.presence();
		StatePath bound = presence.bound();
		PresenceOwner owner = presence.owner();
		List<String> released = presence.released().stream().map(StatePath::toString).toList();
		byte[] change = ChangeCodec.encode(proposal.toChange(0));
		return new ProposedChange(tags.get(), change, (bound != null) ? bound.toString() : null,
				(owner != null) ? OwnerCodec.encode(owner) : null, released);
	}

}
