// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletionStage;

/**
 * Decides about the token a client presents in AUTH (protocol section 2). Called by a
 * thread that may block, one call a session.
 */
@FunctionalInterface
public interface SodpAuthenticator {

	/**
	 * Checks a token.
	 * @param token what the client sent
	 * @return completes with who the client is, or fails to refuse it; the client is told
	 * the message of an {@link AuthenticationRefusedException} and nothing about other
	 * failures
	 */
	CompletionStage<SodpIdentity> authenticate(String token);

}
