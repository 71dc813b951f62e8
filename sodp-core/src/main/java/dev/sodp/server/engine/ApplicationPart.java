// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.SodpServerOptions;

/**
 * Which messages make the thread that handles them call code of the hosting application.
 * Most of that code is called on threads of the server in any case; the access policy is
 * asked at once, and so are loaders and interceptors about the keys they support.
 */
public final class ApplicationPart {

	private final AccessControl access;

	private final boolean supports;

	public ApplicationPart(SodpServerOptions options, AccessControl access) {
		this.access = access;
		this.supports = !options.loaders().isEmpty() || !options.interceptors().isEmpty();
	}

	/**
	 * Decides about a message. Called by the session's reader, not in a step.
	 * @param session its session
	 * @param message the message
	 * @return whether it must not be handled on a thread that others need
	 */
	public boolean isIn(Session session, Inbound message) {
		return message instanceof Inbound.Decoded decoded && AccessControl.isRequest(decoded.frame())
				&& (this.supports || this.access.mayTakeLong(session));
	}

}
