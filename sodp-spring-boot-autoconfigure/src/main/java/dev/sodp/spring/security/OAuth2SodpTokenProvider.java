// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.security;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.SodpTokenProvider;

import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;

/**
 * Provides the access token of an OAuth2 client registration. The manager is asked on
 * each connection attempt and before a token expires; it caches a token for as long as
 * that is valid.
 *
 * <p>
 * The manager may block while it talks to the authorization server: the client calls this
 * provider on a thread that neither reads from a socket nor runs callbacks. A connection
 * has no HTTP request and no user behind it, so the manager must work without them, as
 * {@link org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager}
 * does. Exceptions count as a failed connection attempt, which is retried with back-off.
 */
public final class OAuth2SodpTokenProvider implements SodpTokenProvider {

	/**
	 * Principal under which tokens are cached: the application itself rather than a user.
	 */
	private static final String PRINCIPAL = "sodp";

	private final OAuth2AuthorizedClientManager manager;

	private final OAuth2AuthorizeRequest request;

	/**
	 * Creates a provider.
	 * @param manager obtains and caches tokens
	 * @param clientRegistrationId id of the client registration to obtain tokens for
	 */
	public OAuth2SodpTokenProvider(OAuth2AuthorizedClientManager manager, String clientRegistrationId) {
		this.manager = Objects.requireNonNull(manager, "manager must not be null");
		this.request = OAuth2AuthorizeRequest.withClientRegistrationId(clientRegistrationId)
			.principal(PRINCIPAL)
			.build();
	}

	@Override
	public CompletionStage<String> token() {
		OAuth2AuthorizedClient client = this.manager.authorize(this.request);
		if (client == null) {
			return CompletableFuture.failedStage(new IllegalStateException(
					"No token for the client registration '" + this.request.getClientRegistrationId()
							+ "': the manager supports none of its grant types; give the registration"
							+ " 'authorization-grant-type: client_credentials'"));
		}
		return CompletableFuture.completedStage(client.getAccessToken().getTokenValue());
	}

}
