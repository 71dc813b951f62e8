// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpTokenProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Determines where a client's tokens come from: a bean, otherwise an OAuth2 client,
 * otherwise the connection details, which by default are the properties.
 */
final class ClientTokens {

	private final ClientSettings settings;

	private final @Nullable OAuth2TokenProviders oauth2;

	ClientTokens(ClientSettings settings, @Nullable OAuth2TokenProviders oauth2) {
		this.settings = settings;
		this.oauth2 = oauth2;
	}

	/**
	 * Applies the source of tokens to a builder.
	 * @param builder the builder
	 * @param bean a provider that takes precedence, if there is one
	 * @param fixed the token of the connection details, if they have one
	 */
	void apply(SodpClientBuilder builder, @Nullable SodpTokenProvider bean, @Nullable String fixed) {
		String registration = this.settings.properties().oauth2().clientRegistrationId();
		boolean registered = registration != null && StringUtils.hasText(registration);
		if (registered && StringUtils.hasText(this.settings.properties().token())) {
			String token = this.settings.key("token");
			throw new InvalidSodpPropertyException(property(), String.valueOf(registration),
					token + " is set as well, and only one of the two can be used", "Remove this property or " + token);
		}
		if (bean != null) {
			builder.tokenProvider(bean);
		}
		else if (registered) {
			builder.tokenProvider(provider(String.valueOf(registration)));
		}
		else if (fixed != null && StringUtils.hasText(fixed)) {
			builder.token(fixed);
		}
	}

	private SodpTokenProvider provider(String registration) {
		if (this.oauth2 == null) {
			throw new InvalidSodpPropertyException(property(), registration,
					"Spring Security's OAuth2 client is not on the class path",
					"Add the dependency org.springframework.boot:spring-boot-starter-security-oauth2-client,"
							+ " or remove this property");
		}
		return this.oauth2.create(property(), registration);
	}

	private String property() {
		return this.settings.key("oauth2.client-registration-id");
	}

}
