// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;

import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change that was computed and waits for the decision of the {@link Journal}. Compared
 * by identity: the journal answers with the same instance.
 */
public final class Proposal {

	/** A {@link #baseVersion()} that is not known yet. */
	public static final long ON_PREDECESSOR = -1;

	private final String key;

	private final long baseVersion;

	private final JsonNode value;

	private final boolean exists;

	private final List<DeltaOp> ops;

	private final byte[] encodedOps;

	private final long at;

	private final @Nullable Author author;

	private final PresenceChange presence;

	private final boolean persistent;

	/**
	 * Creates a proposal.
	 * @param key the key
	 * @param baseVersion the version of the key that it builds on, or
	 * {@link #ON_PREDECESSOR} if it builds on the proposal of that key appended before it
	 * @param value the value afterwards, immutable; the null node after a removal
	 * @param exists whether the key exists afterwards
	 * @param ops what changes, empty if only presence does
	 * @param encodedOps the same as {@link dev.sodp.protocol.FrameEncoder#encodeOps}
	 * encodes it; not to be modified
	 * @param at when it was made, in milliseconds since 1970
	 * @param author who made it, or null if the server did
	 * @param presence what becomes of presence paths of the key
	 * @param persistent false if the value, its log and deletion are kept elsewhere and
	 * the journal only gives the version
	 */
	public Proposal(String key, long baseVersion, JsonNode value, boolean exists, List<DeltaOp> ops, byte[] encodedOps,
			long at, @Nullable Author author, PresenceChange presence, boolean persistent) {
		this.key = key;
		this.baseVersion = baseVersion;
		this.value = value;
		this.exists = exists;
		this.ops = ops;
		this.encodedOps = encodedOps;
		this.at = at;
		this.author = author;
		this.presence = presence;
		this.persistent = persistent;
	}

	/**
	 * Returns the key.
	 * @return its name
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Returns what the proposal builds on.
	 * @return the version of the key, 0 if it was never written; {@link #ON_PREDECESSOR}
	 * if it builds on the proposal of the same key that was appended before it
	 */
	public long baseVersion() {
		return this.baseVersion;
	}

	/**
	 * Returns the value afterwards.
	 * @return an immutable value; the null node after a removal
	 */
	public JsonNode value() {
		return this.value;
	}

	/**
	 * Returns whether the key exists afterwards.
	 * @return false if it is removed
	 */
	public boolean exists() {
		return this.exists;
	}

	/**
	 * Returns what changes.
	 * @return the operations, empty if only presence changes
	 */
	public List<DeltaOp> ops() {
		return this.ops;
	}

	/**
	 * Returns what changes, as it is sent and stored.
	 * @return a MessagePack array of operations, not to be modified
	 */
	public byte[] encodedOps() {
		return this.encodedOps;
	}

	/**
	 * Returns when it was made.
	 * @return milliseconds since 1970
	 */
	public long at() {
		return this.at;
	}

	/**
	 * Returns who made it.
	 * @return null if the server did
	 */
	public @Nullable Author author() {
		return this.author;
	}

	/**
	 * Returns what becomes of presence.
	 * @return {@link PresenceChange#NONE} if nothing does
	 */
	public PresenceChange presence() {
		return this.presence;
	}

	/**
	 * Returns whether to store it.
	 * @return false if the journal only gives the version
	 */
	public boolean persistent() {
		return this.persistent;
	}

	/**
	 * Returns whether the value changes.
	 * @return false if only presence does; no version is given then
	 */
	public boolean changesValue() {
		return !this.ops.isEmpty();
	}

	/**
	 * Returns the change that this becomes when it is committed.
	 * @param version the version given to it, 0 if only presence changes
	 * @return the change
	 */
	public Change toChange(long version) {
		return new Change(this.key, version, this.encodedOps, this.at, this.author, this.presence);
	}

	@Override
	public String toString() {
		return "proposal of '" + this.key + "' on " + this.baseVersion;
	}

}
