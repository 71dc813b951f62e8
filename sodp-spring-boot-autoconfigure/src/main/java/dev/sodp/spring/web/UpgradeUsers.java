// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import dev.sodp.server.SodpIdentity;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who has opened a WebSocket from the request that did. Called on the thread of
 * that request.
 */
@FunctionalInterface
public interface UpgradeUsers {

	/** Knows no one. */
	UpgradeUsers NONE = (request) -> null;

	/**
	 * Returns the user that this very request has been authenticated for.
	 * @param request the upgrade
	 * @return an identity of its own for each call, or {@code null} if the request is
	 * anonymous
	 */
	@Nullable SodpIdentity identify(HttpServletRequest request);

}
