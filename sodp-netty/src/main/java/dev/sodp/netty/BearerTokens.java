// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

/**
 * Takes the token of {@code Authorization: Bearer} for that of an AUTH (protocol section
 * 2).
 */
final class BearerTokens implements UpgradeAuthenticator {

	private static final String SCHEME = "Bearer ";

	private final SodpAuthenticator authenticator;

	BearerTokens(SodpAuthenticator authenticator) {
		this.authenticator = Objects.requireNonNull(authenticator, "authenticator must not be null");
	}

	@Override
	public CompletionStage<@Nullable SodpIdentity> authenticate(UpgradeRequest request) {
		String authorization = request.authorization();
		if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return CompletableFuture.completedFuture(null);
		}
		// Without an identity the session would be that of anyone.
		return this.authenticator.authenticate(authorization.substring(SCHEME.length()).strip())
			.thenApply((identity) -> Objects.requireNonNull(identity,
					"The authenticator answered with null instead of an identity"));
	}

}
