// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;

import dev.sodp.protocol.Envelope;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;

/**
 * A committed change of one key: what is kept, replayed and sent. Holds neither the
 * stream nor the sequence of a frame, which each start and each node gives anew.
 *
 * @param key the key
 * @param version the version of the key afterwards, 0 if only presence changed
 * @param encodedOps what changed, a MessagePack array of operations; not to be modified
 * @param at when it was made, in milliseconds since 1970
 * @param author who made it, or null if the server did
 * @param presence what became of presence paths of the key
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record Change(String key, long version, byte[] encodedOps, long at, @Nullable Author author,
		PresenceChange presence) {

	/**
	 * Decodes what changed.
	 * @return the operations, empty if only presence changed
	 */
	public List<DeltaOp> ops() {
		return Envelope.decodeOps(this.encodedOps);
	}

	/**
	 * Returns whether the value changed.
	 * @return false if only presence did
	 */
	public boolean changesValue() {
		return this.version > 0;
	}

}
