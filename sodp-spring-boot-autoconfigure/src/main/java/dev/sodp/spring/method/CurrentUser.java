// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * The user whom Spring Security knows during a call. Without Spring Security, there is
 * none.
 */
final class CurrentUser {

	private static final boolean SECURITY = isPresent("org.springframework.security.core.Authentication");

	private static final boolean REACTOR = isPresent("reactor.util.context.Context");

	private CurrentUser() {
	}

	private static boolean isPresent(String name) {
		return ClassUtils.isPresent(name, CurrentUser.class.getClassLoader());
	}

	/** Returns the authentication, or null if it is anonymous or there is none. */
	static @Nullable Object authentication() {
		return SECURITY ? WithSecurity.authentication() : null;
	}

	/** Returns the principal of the authentication, or null if there is none. */
	static @Nullable Object principal() {
		return SECURITY ? WithSecurity.principal() : null;
	}

	/** Returns whether a parameter is annotated with {@code @AuthenticationPrincipal}. */
	static boolean isPrincipalOf(MethodParameter parameter) {
		return SECURITY && WithSecurity.principal(parameter).isPresent();
	}

	/** Returns whether a parameter takes a part of the principal only. */
	static boolean isPartOfPrincipal(MethodParameter parameter) {
		return SECURITY && WithSecurity.principal(parameter)
			.getValue("expression", String.class)
			.filter((expression) -> !expression.isEmpty())
			.isPresent();
	}

	/** Adds the authentication to a context of Reactor. */
	static UnaryOperator<Object> reactorContext() {
		return (SECURITY && REACTOR) ? WithReactor.context() : UnaryOperator.identity();
	}

	/** Loaded only if Spring Security is present. */
	private static final class WithSecurity {

		private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();

		static @Nullable Authentication authentication() {
			Authentication current = SecurityContextHolder.getContext().getAuthentication();
			return TRUST.isAuthenticated(current) ? current : null;
		}

		static @Nullable Object principal() {
			Authentication current = authentication();
			return (current != null) ? current.getPrincipal() : null;
		}

		static MergedAnnotation<AuthenticationPrincipal> principal(MethodParameter parameter) {
			return MergedAnnotations.from(parameter.getParameterAnnotations()).get(AuthenticationPrincipal.class);
		}

	}

	/** Loaded only if Spring Security and Reactor are present. */
	private static final class WithReactor {

		static UnaryOperator<Object> context() {
			Authentication current = SecurityContextHolder.getContext().getAuthentication();
			if (current == null) {
				return UnaryOperator.identity();
			}
			Context user = ReactiveSecurityContextHolder.withAuthentication(current);
			return (context) -> ((Context) context).putAll(user.readOnly());
		}

	}

}
