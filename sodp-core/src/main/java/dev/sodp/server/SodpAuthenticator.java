// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.concurrent.CompletionStage;

/**
 * Verifies the token that a client presents in AUTH (protocol section 2). Called on a
 * thread that may block, once per session.
 *
 * <p>
 * At most 64 calls of a server run at the same time, so that an authenticator that blocks
 * leaves threads to others. Further tokens wait in order and without a thread; their
 * sessions end with 401 when the time to authenticate is over. An authenticator that
 * blocks for long should return a stage that completes later: the call ends then, and any
 * number of sessions can wait for their stages.
 *
 * <p>
 * Tokens of more than 65,536 characters are refused without a call, and so are tokens for
 * which there is no room among those that are being verified.
 */
@FunctionalInterface
public interface SodpAuthenticator {

	/**
	 * Verifies a token.
	 * @param token the token as the client sent it
	 * @return completes with the identity of the client, or fails to refuse the token.
	 * The client receives the message of an {@link AuthenticationRefusedException};
	 * details of any other failure are not sent. If the session ends before, for example
	 * because the time to authenticate is over, the server
	 * {@linkplain java.util.concurrent.CompletableFuture#cancel cancels} the
	 * {@linkplain CompletionStage#toCompletableFuture() future} of the stage: what is
	 * shared by several calls must be returned as a
	 * {@linkplain java.util.concurrent.CompletableFuture#copy() copy}
	 */
	CompletionStage<SodpIdentity> authenticate(String token);

}
