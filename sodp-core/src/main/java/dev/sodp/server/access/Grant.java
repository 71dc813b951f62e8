// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.util.List;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/** Decides whether a session has a permission. */
@FunctionalInterface
interface Grant {

	boolean grants(@Nullable SodpIdentity identity, @Nullable String captured);

	/** Any one of the permissions suffices. */
	static Grant any(List<Permission> permissions, ClaimMappings mappings) {
		Grant[] grants = permissions.stream().map((permission) -> permission.bind(mappings)).toArray(Grant[]::new);
		return (identity, captured) -> {
			for (Grant grant : grants) {
				if (grant.grants(identity, captured)) {
					return true;
				}
			}
			return false;
		};
	}

}
