// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.spring.security.OAuth2SodpTokenProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * Finds the manager that obtains the tokens of a registration: the bean
 * {@code sodpAuthorizedClientManager}, otherwise a manager that works without an HTTP
 * request, otherwise one created from the registrations. The manager that Spring Security
 * itself sets up does not qualify, because it needs an HTTP request.
 */
final class SecurityTokenProviders implements OAuth2TokenProviders {

	/** Name of the manager that takes precedence. */
	static final String MANAGER = "sodpAuthorizedClientManager";

	private final BeanFactory beanFactory;

	SecurityTokenProviders(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public SodpTokenProvider create(String property, String registrationId) {
		ClientRegistrationRepository registrations = this.beanFactory
			.getBeanProvider(ClientRegistrationRepository.class)
			.getIfUnique();
		if (registrations != null && registrations.findByRegistrationId(registrationId) == null) {
			throw new InvalidSodpPropertyException(property, registrationId,
					"there is no client registration with this id" + known(registrations), define(registrationId));
		}
		OAuth2AuthorizedClientManager manager = manager(registrations);
		if (manager == null) {
			throw new InvalidSodpPropertyException(property, registrationId,
					"there is no client registration and no OAuth2AuthorizedClientManager that works without an HTTP"
							+ " request",
					define(registrationId) + ", or define a bean named " + MANAGER);
		}
		return new OAuth2SodpTokenProvider(manager, registrationId);
	}

	private static String define(String registrationId) {
		return "Define it under spring.security.oauth2.client.registration." + registrationId
				+ " with authorization-grant-type=client_credentials";
	}

	private @Nullable OAuth2AuthorizedClientManager manager(@Nullable ClientRegistrationRepository registrations) {
		if (this.beanFactory.containsBean(MANAGER)) {
			return this.beanFactory.getBean(MANAGER, OAuth2AuthorizedClientManager.class);
		}
		AuthorizedClientServiceOAuth2AuthorizedClientManager own = this.beanFactory
			.getBeanProvider(AuthorizedClientServiceOAuth2AuthorizedClientManager.class)
			.getIfUnique();
		OAuth2AuthorizedClientService service = this.beanFactory.getBeanProvider(OAuth2AuthorizedClientService.class)
			.getIfUnique();
		if (own != null || registrations == null || service == null) {
			return own;
		}
		return new AuthorizedClientServiceOAuth2AuthorizedClientManager(registrations, service);
	}

	private static String known(ClientRegistrationRepository registrations) {
		List<String> ids = new ArrayList<>();
		if (registrations instanceof Iterable<?> all) {
			all.forEach((each) -> {
				if (each instanceof ClientRegistration registration) {
					ids.add(registration.getRegistrationId());
				}
			});
		}
		return ids.isEmpty() ? "" : "; available registrations: " + String.join(", ", ids);
	}

}
