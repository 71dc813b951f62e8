// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpIdentity;
import org.junit.jupiter.api.Test;

import org.springframework.security.core.GrantedAuthority;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What claims grant.
 */
class ClaimsSodpAuthenticationConverterTests {

	private static List<String> granted(ClaimsSodpAuthenticationConverter converter, Map<String, Object> claims) {
		return converter.convert(new SodpIdentity("alice", claims, null))
			.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.toList();
	}

	private static List<String> granted(Map<String, Object> claims) {
		return granted(new ClaimsSodpAuthenticationConverter(), claims);
	}

	@Test
	void thePrincipalIsTheIdentity() {
		SodpIdentity identity = new SodpIdentity("alice", Map.of(), null);

		SodpAuthenticationToken token = new ClaimsSodpAuthenticationConverter().convert(identity);

		assertThat(token.getName()).isEqualTo("alice");
		assertThat(token.getPrincipal()).isSameAs(identity);
		assertThat(token.isAuthenticated()).isTrue();
		assertThat(token.getAuthorities()).isEmpty();
	}

	@Test
	void rolesAreAListOrAText() {
		assertThat(granted(Map.of("roles", List.of("admin", "user")))).containsExactly("ROLE_admin", "ROLE_user");
		assertThat(granted(Map.of("roles", "admin"))).containsExactly("ROLE_admin");
		assertThat(granted(Map.of("roles", List.of("ROLE_admin")))).containsExactly("ROLE_admin");
	}

	@Test
	void rolesMayBeNested() {
		assertThat(granted(Map.of("realm_access", Map.of("roles", List.of("admin"))))).containsExactly("ROLE_admin");
		assertThat(granted(Map.of("realm_access.roles", List.of("admin")))).containsExactly("ROLE_admin");
	}

	@Test
	void otherClaimsMayHoldTheRoles() {
		ClaimsSodpAuthenticationConverter converter = new ClaimsSodpAuthenticationConverter(
				List.of("cognito:groups", "https://app/roles"));

		assertThat(granted(converter, Map.of("cognito:groups", List.of("a"), "https://app/roles", "b", "roles", "c")))
			.containsExactly("ROLE_a", "ROLE_b");
	}

	@Test
	void scopesAreATextOrAList() {
		assertThat(granted(Map.of("scope", "read write"))).containsExactly("SCOPE_read", "SCOPE_write");
		assertThat(granted(Map.of("scp", List.of("read", "write")))).containsExactly("SCOPE_read", "SCOPE_write");
	}

	@Test
	void whatIsNoTextGrantsNothing() {
		assertThat(granted(Map.of("roles", 7, "scope", Map.of("a", 1), "realm_access", "x"))).isEmpty();
		assertThat(granted(Map.of("roles", List.of(7, "")))).isEmpty();
	}

}
