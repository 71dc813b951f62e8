// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpTokenProvider;

/**
 * Creates token providers for OAuth2 client registrations. Only available with Spring
 * Security's OAuth2 client.
 */
interface OAuth2TokenProviders {

	/**
	 * Creates a provider.
	 * @param property full name of the property that specifies the registration, for
	 * messages
	 * @param registrationId id of the registration
	 * @return a provider, which may block
	 * @throws InvalidSodpPropertyException if there is no such registration, or nothing
	 * that can obtain tokens
	 */
	SodpTokenProvider create(String property, String registrationId);

}
