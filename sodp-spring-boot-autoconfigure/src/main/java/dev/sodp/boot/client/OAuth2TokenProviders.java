// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.client.SodpTokenProvider;

/**
 * Makes token providers on OAuth2 client registrations. Only there if Spring Security's
 * OAuth2 client is.
 */
interface OAuth2TokenProviders {

	/**
	 * Makes a provider.
	 * @param property full name of the property that names the registration, for messages
	 * @param registrationId the registration
	 * @return a provider that may block
	 * @throws InvalidSodpPropertyException if there is no such registration, or nothing
	 * that obtains tokens
	 */
	SodpTokenProvider create(String property, String registrationId);

}
