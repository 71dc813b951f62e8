// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import dev.sodp.netty.UpgradeAuthenticator;
import dev.sodp.netty.UpgradeRefusedException;
import dev.sodp.netty.UpgradeRequest;
import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/**
 * Has Spring Security verify the name and password of an upgrade with a header
 * {@code Authorization: Basic}, where no filter of a web server does so. Its user becomes
 * the identity of the session, as {@link SecurityUpgradeUsers} describes it. Upgrades
 * without such a header are left to AUTH (protocol section 2); those that are refused are
 * answered with 401. Called on threads that may block.
 */
public final class NettyUpgradeUsers implements UpgradeAuthenticator {

	private static final String SCHEME = "Basic ";

	private final Function<Authentication, CompletionStage<@Nullable Authentication>> manager;

	private NettyUpgradeUsers(Function<Authentication, CompletionStage<@Nullable Authentication>> manager) {
		this.manager = manager;
	}

	/**
	 * Creates an authenticator.
	 * @param manager verifies names and passwords, and may block
	 * @return the authenticator
	 */
	public static NettyUpgradeUsers blocking(AuthenticationManager manager) {
		return new NettyUpgradeUsers((login) -> CompletableFuture.completedFuture(manager.authenticate(login)));
	}

	/**
	 * Creates an authenticator.
	 * @param manager verifies names and passwords
	 * @return the authenticator
	 */
	public static NettyUpgradeUsers reactive(ReactiveAuthenticationManager manager) {
		return new NettyUpgradeUsers((login) -> manager.authenticate(login).toFuture());
	}

	@Override
	public CompletionStage<@Nullable SodpIdentity> authenticate(UpgradeRequest request) {
		String authorization = request.authorization();
		if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return CompletableFuture.completedFuture(null);
		}
		Authentication login = login(authorization.substring(SCHEME.length()).strip());
		try {
			return this.manager.apply(login).handle(NettyUpgradeUsers::identity);
		}
		catch (AuthenticationException ex) {
			throw refusal(ex);
		}
	}

	private static Authentication login(String encoded) {
		String decoded;
		try {
			decoded = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			throw refused();
		}
		int colon = decoded.indexOf(':');
		if (colon < 0) {
			throw refused();
		}
		return UsernamePasswordAuthenticationToken.unauthenticated(decoded.substring(0, colon),
				decoded.substring(colon + 1));
	}

	private static SodpIdentity identity(@Nullable Authentication user, @Nullable Throwable failure) {
		if (failure != null) {
			Throwable cause = (failure instanceof CompletionException && failure.getCause() != null)
					? failure.getCause() : failure;
			throw (cause instanceof AuthenticationException refused) ? refusal(refused)
					: new CompletionException(cause);
		}
		SodpIdentity identity = (user != null) ? AuthenticatedUser.of(user) : null;
		if (identity == null) {
			throw refused();
		}
		return identity;
	}

	/** A store of users that cannot be reached says nothing about the password. */
	private static RuntimeException refusal(AuthenticationException failure) {
		return (failure instanceof AuthenticationServiceException) ? failure : refused();
	}

	private static UpgradeRefusedException refused() {
		return new UpgradeRefusedException(401, "401 Unauthorized: the name or the password is wrong.\n");
	}

}
