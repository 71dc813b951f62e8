// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A CALL of a {@link SodpMethodHandler}.
 *
 * @param method the name of the method
 * @param arguments what the client sent, an object of unchecked content; empty if there
 * are none
 * @param session the session that called, as it was then
 */
public record MethodInvocation(String method, JsonNode arguments, SessionInfo session) {

	/**
	 * Returns who calls.
	 * @return the identity of the session, or {@code null} if it is not known
	 */
	public @Nullable SodpIdentity identity() {
		return this.session.identity();
	}

}
