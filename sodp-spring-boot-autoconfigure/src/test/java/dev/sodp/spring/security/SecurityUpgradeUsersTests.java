// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.security.Principal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpIdentity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

class SecurityUpgradeUsersTests {

	private static final Instant SOON = Instant.now().plusSeconds(60);

	private static final List<GrantedAuthority> AUTHORITIES = AuthorityUtils.createAuthorityList("ROLE_ADMIN", "read");

	private static @Nullable SodpIdentity identify(@Nullable Principal principal) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		request.setUserPrincipal(principal);
		return new SecurityUpgradeUsers().identify(request);
	}

	private static SodpIdentity known(Principal principal) {
		SodpIdentity identity = identify(principal);
		assertThat(identity).isNotNull();
		return identity;
	}

	@Test
	void noOneIsNoIdentity() {
		assertThat(identify(null)).isNull();
	}

	@Test
	void anAnonymousUserIsNoIdentity() {
		assertThat(identify(new AnonymousAuthenticationToken("key", "anonymousUser", AUTHORITIES))).isNull();
	}

	@Test
	void aLoginThatIsNotCompleteIsNoIdentity() {
		assertThat(identify(UsernamePasswordAuthenticationToken.unauthenticated("me", "password"))).isNull();
	}

	@Test
	void aUserOfTheContainerIsNoIdentity() {
		assertThat(identify(() -> "me")).isNull();
	}

	@Test
	void aUserHasANameAuthoritiesAndRoles() {
		SodpIdentity identity = known(UsernamePasswordAuthenticationToken.authenticated("me", null, AUTHORITIES));

		assertThat(identity.subject()).isEqualTo("me");
		assertThat(identity.claims()).containsEntry("authorities", List.of("ROLE_ADMIN", "read"))
			.containsEntry("roles", List.of("ADMIN"));
		assertThat(identity.expiresAt()).isNull();
	}

	@Test
	void whatTheAuthenticationKnowsIsNotPartOfATextOrAResult() {
		UsernamePasswordAuthenticationToken user = UsernamePasswordAuthenticationToken.authenticated("me", "the-token",
				AUTHORITIES);
		user.setDetails("the-session-id");

		SodpIdentity identity = known(user);

		assertThat(identity.toString()).doesNotContain("the-token", "the-session-id");
		assertThat(JsonMapper.shared().writeValueAsString(identity.claims())).doesNotContain("the-token",
				"the-session-id");
	}

	@Test
	void aRememberedUserIsAnIdentity() {
		assertThat(known(new RememberMeAuthenticationToken("key", "me", AUTHORITIES)).subject()).isEqualTo("me");
	}

	@Test
	void eachUpgradeHasAnIdentityOfItsOwn() {
		Principal user = UsernamePasswordAuthenticationToken.authenticated("me", null, AUTHORITIES);

		assertThat(identify(user)).isNotSameAs(identify(user));
	}

	@Test
	void aJwtGivesItsClaimsAndItsEnd() {
		Jwt token = Jwt.withTokenValue("t")
			.header("alg", "none")
			.subject("me")
			.claim("tenant", "acme")
			.claim("roles", List.of("of-the-token"))
			.claim("authorities", List.of("of-the-token"))
			.expiresAt(SOON)
			.build();

		SodpIdentity identity = known(new JwtAuthenticationToken(token, AUTHORITIES));

		assertThat(identity.subject()).isEqualTo("me");
		assertThat(identity.claims()).containsEntry("tenant", "acme")
			.containsEntry("roles", List.of("of-the-token"))
			.containsEntry("authorities", List.of("ROLE_ADMIN", "read"));
		assertThat(identity.expiresAt()).isEqualTo(SOON);
	}

	@Test
	void anOpaqueTokenGivesItsAttributesAndItsEnd() {
		Map<String, Object> attributes = new HashMap<>();
		attributes.put("tenant", "acme");
		attributes.put("nothing", null);
		OAuth2AccessToken token = new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, "t", Instant.now(), SOON);

		SodpIdentity identity = known(new BearerTokenAuthentication(
				new DefaultOAuth2AuthenticatedPrincipal("me", attributes, AUTHORITIES), token, AUTHORITIES));

		assertThat(identity.subject()).isEqualTo("me");
		assertThat(identity.claims()).containsEntry("tenant", "acme").doesNotContainKey("nothing");
		assertThat(identity.expiresAt()).isEqualTo(SOON);
	}

	@Test
	void anOidcLoginGivesItsClaimsAndLastsAsLongAsItsHttpSession() {
		OidcIdToken token = OidcIdToken.withTokenValue("t")
			.subject("me")
			.claim("tenant", "acme")
			.expiresAt(SOON)
			.build();

		SodpIdentity identity = known(
				new OAuth2AuthenticationToken(new DefaultOidcUser(AUTHORITIES, token), AUTHORITIES, "login"));

		assertThat(identity.subject()).isEqualTo("me");
		assertThat(identity.claims()).containsEntry("tenant", "acme");
		assertThat(identity.expiresAt()).isNull();
	}

}
