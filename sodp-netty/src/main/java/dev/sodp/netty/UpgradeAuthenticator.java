// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who opens a WebSocket from the request that does, as with a header
 * {@code Authorization}. A client that is known needs no AUTH (protocol section 2).
 *
 * <p>
 * Called once for each upgrade that is acceptable otherwise, on a thread that may block.
 * What the client sends meanwhile waits.
 */
@FunctionalInterface
public interface UpgradeAuthenticator {

	/** Knows no one: clients send AUTH if the server requires it. */
	UpgradeAuthenticator NONE = (request) -> CompletableFuture.completedFuture(null);

	/**
	 * Creates what knows clients by the token of a header {@code Authorization: Bearer},
	 * which then need not send it again by AUTH.
	 * @param authenticator verifies the tokens
	 * @return an authenticator that leaves upgrades without such a header to AUTH
	 */
	static UpgradeAuthenticator bearer(SodpAuthenticator authenticator) {
		return new BearerTokens(authenticator);
	}

	/**
	 * Asks another authenticator about the clients that this one does not know.
	 * @param other the other one
	 * @return both, in this order
	 */
	default UpgradeAuthenticator orElse(UpgradeAuthenticator other) {
		return (request) -> authenticate(request).thenCompose((identity) -> (identity != null)
				? CompletableFuture.completedFuture(identity) : other.authenticate(request));
	}

	/**
	 * Identifies a client.
	 * @param request the upgrade
	 * @return completes with an identity of its own for each call, or with {@code null}
	 * if the request names no one, which leaves it to AUTH. Fails to refuse the upgrade:
	 * with an {@link UpgradeRefusedException} for its status, with a
	 * {@link dev.sodp.server.AuthenticationRefusedException} for 401; any other failure
	 * is logged and answered with 500
	 */
	CompletionStage<@Nullable SodpIdentity> authenticate(UpgradeRequest request);

}
