// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletionStage;

/**
 * Verifies the token that a client presents in AUTH (protocol section 2). Called on a
 * thread that may block, once per session.
 */
@FunctionalInterface
public interface SodpAuthenticator {

	/**
	 * Verifies a token.
	 * @param token the token as the client sent it
	 * @return completes with the identity of the client, or fails to refuse the token.
	 * The client receives the message of an {@link AuthenticationRefusedException};
	 * details of any other failure are not sent
	 */
	CompletionStage<SodpIdentity> authenticate(String token);

}
