// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.sodp.server.SodpIdentity;
import dev.sodp.server.access.ClaimPath;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/**
 * Grants what the claims of an identity say: authorities with the prefix {@code ROLE_}
 * for roles, and with {@code SCOPE_} for the scopes in {@code scope} or {@code scp}.
 */
public final class ClaimsSodpAuthenticationConverter implements SodpAuthenticationConverter {

	/** Claims with roles unless others are specified. */
	public static final List<String> DEFAULT_ROLE_CLAIMS = List.of("roles", "realm_access.roles");

	private static final String ROLE_PREFIX = "ROLE_";

	private static final String SCOPE_PREFIX = "SCOPE_";

	private final List<ClaimPath> roleClaims;

	/**
	 * Creates a converter for the {@link #DEFAULT_ROLE_CLAIMS}.
	 */
	public ClaimsSodpAuthenticationConverter() {
		this(DEFAULT_ROLE_CLAIMS);
	}

	/**
	 * Creates a converter.
	 * @param roleClaims claims that hold a role or a list of roles: names, or paths with
	 * dots such as {@code realm_access.roles}
	 */
	public ClaimsSodpAuthenticationConverter(Collection<String> roleClaims) {
		this.roleClaims = roleClaims.stream().map(ClaimPath::new).toList();
	}

	@Override
	public SodpAuthenticationToken convert(SodpIdentity identity) {
		Set<GrantedAuthority> authorities = new LinkedHashSet<>();
		this.roleClaims.stream()
			.flatMap((claim) -> texts(claim.find(identity.claims())))
			.map((role) -> role.startsWith(ROLE_PREFIX) ? role : ROLE_PREFIX + role)
			.forEach((role) -> authorities.add(new SimpleGrantedAuthority(role)));
		Stream.of("scope", "scp")
			.flatMap((claim) -> texts(identity.claims().get(claim)))
			.flatMap((scopes) -> Arrays.stream(scopes.split(" ")))
			.filter((scope) -> !scope.isEmpty())
			.forEach((scope) -> authorities.add(new SimpleGrantedAuthority(SCOPE_PREFIX + scope)));
		return new SodpAuthenticationToken(identity, authorities);
	}

	private static Stream<String> texts(@Nullable Object claim) {
		if (claim instanceof Collection<?> many) {
			return many.stream()
				.filter(String.class::isInstance)
				.map(String.class::cast)
				.filter((text) -> !text.isEmpty());
		}
		return (claim instanceof String text && !text.isEmpty()) ? Stream.of(text) : Stream.empty();
	}

}
