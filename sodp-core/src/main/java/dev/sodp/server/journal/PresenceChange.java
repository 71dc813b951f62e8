// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import java.util.List;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * What a change does to the presence paths of its key (protocol section 5).
 *
 * @param bound the path that is registered, or null
 * @param owner whose path it becomes, or null if none is registered
 * @param released paths that belong to no one afterwards
 */
public record PresenceChange(@Nullable StatePath bound, @Nullable PresenceOwner owner, List<StatePath> released) {

	/** Nothing happens to presence. */
	public static final PresenceChange NONE = new PresenceChange(null, null, List.of());

	/**
	 * A registration.
	 * @param path the path
	 * @param owner whose path it becomes
	 * @param released other paths that belong to no one afterwards
	 * @return the change
	 */
	public static PresenceChange bind(StatePath path, PresenceOwner owner, List<StatePath> released) {
		return new PresenceChange(path, owner, released);
	}

	/**
	 * The end of registrations.
	 * @param released paths that belong to no one afterwards
	 * @return the change
	 */
	public static PresenceChange release(List<StatePath> released) {
		return released.isEmpty() ? NONE : new PresenceChange(null, null, released);
	}

	/**
	 * Returns whether nothing happens.
	 * @return true if no path is registered or released
	 */
	public boolean isEmpty() {
		return this.bound == null && this.released.isEmpty();
	}

}
