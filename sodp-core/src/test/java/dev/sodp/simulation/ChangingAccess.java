// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.HashSet;
import java.util.Set;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * An access policy that takes keys away from everyone and gives them back.
 */
final class ChangingAccess implements AccessPolicy {

	private final Set<String> unreadable = new HashSet<>(Set.of(ScriptedServer.DENIED));

	/** Takes a key away, or gives it back. */
	void toggle(String key) {
		if (!this.unreadable.remove(key)) {
			this.unreadable.add(key);
		}
	}

	@Override
	public boolean canRead(@Nullable SodpIdentity identity, String key) {
		return !this.unreadable.contains(key);
	}

	@Override
	public boolean canWrite(@Nullable SodpIdentity identity, String key) {
		return !key.equals(ScriptedServer.DENIED);
	}

}
