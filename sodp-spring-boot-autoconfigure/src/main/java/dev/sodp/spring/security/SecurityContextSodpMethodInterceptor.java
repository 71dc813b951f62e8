// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.spring.method.SodpMethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Makes the identity of a session the current user of Spring Security while the session
 * calls a method, and an anonymous user if the identity is not known. Of a session whose
 * upgrade Spring Security has authenticated, that is the very same authentication. What
 * Spring Security does not allow is refused with 403, without its reasons.
 */
public final class SecurityContextSodpMethodInterceptor implements SodpMethodInterceptor, Ordered {

	private static final Logger logger = LoggerFactory.getLogger(SecurityContextSodpMethodInterceptor.class);

	private static final Authentication ANONYMOUS = new AnonymousAuthenticationToken("sodp", "anonymous",
			AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"));

	private final List<SodpAuthenticationConverter> converters;

	private final SodpAuthenticationConverter last = new ClaimsSodpAuthenticationConverter();

	/**
	 * Creates an interceptor.
	 * @param converters convert identities, the first that has an answer counts
	 */
	public SecurityContextSodpMethodInterceptor(List<? extends SodpAuthenticationConverter> converters) {
		this.converters = List.copyOf(converters);
	}

	@Override
	public CompletionStage<@Nullable Object> intercept(Call call) throws Exception {
		SecurityContext before = SecurityContextHolder.getContext();
		SecurityContext context = SecurityContextHolder.createEmptyContext();
		context.setAuthentication(authentication(call.invocation().identity()));
		SecurityContextHolder.setContext(context);
		try {
			return call.proceed()
				.exceptionallyCompose((failure) -> CompletableFuture.failedStage(visible(call, failure)));
		}
		catch (AccessDeniedException | AuthenticationException ex) {
			throw refusal(call, ex);
		}
		finally {
			if (before.getAuthentication() != null) {
				SecurityContextHolder.setContext(before);
			}
			else {
				SecurityContextHolder.clearContext();
			}
		}
	}

	private Authentication authentication(@Nullable SodpIdentity identity) {
		if (identity == null) {
			return ANONYMOUS;
		}
		for (SodpAuthenticationConverter converter : this.converters) {
			Authentication authentication = converter.convert(identity);
			if (authentication != null) {
				return authentication;
			}
		}
		Object own = identity.claims().get(SecurityUpgradeUsers.AUTHENTICATION);
		return (own instanceof UpgradeAuthentication upgrade) ? upgrade.authentication()
				: Objects.requireNonNull(this.last.convert(identity));
	}

	private static Throwable visible(Call call, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		boolean denied = cause instanceof AccessDeniedException || cause instanceof AuthenticationException;
		return denied ? refusal(call, cause) : cause;
	}

	private static SodpCallException refusal(Call call, Throwable cause) {
		String method = call.invocation().method();
		logger.debug("Refusing a call of {}", method, cause);
		return new SodpCallException(ErrorCode.DENIED, "Not allowed to call '" + method + "'");
	}

	/** Runs within observations, and around interceptors that do not specify an order. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 200;
	}

}
