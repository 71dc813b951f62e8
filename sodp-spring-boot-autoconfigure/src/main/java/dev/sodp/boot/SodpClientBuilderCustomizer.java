// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.client.SodpClientBuilder;
import dev.sodp.spring.SodpClients;

/**
 * Callback that customizes the builder of each auto-configured client after the
 * properties have been applied. Beans of this type are called in order, for the primary
 * client and for the clients under {@code sodp.clients}. To distinguish between them,
 * implement {@link #customize(String, SodpClientBuilder)}.
 */
@FunctionalInterface
public interface SodpClientBuilderCustomizer {

	/**
	 * Customizes the builder of any client.
	 * @param builder the builder; the application's lifecycle decides when the client is
	 * started
	 */
	void customize(SodpClientBuilder builder);

	/**
	 * Customizes the builder of the client with the given name. Calls
	 * {@link #customize(SodpClientBuilder)} by default.
	 * @param client {@link SodpClients#PRIMARY} or a name under {@code sodp.clients}
	 * @param builder the builder
	 */
	default void customize(String client, SodpClientBuilder builder) {
		customize(builder);
	}

}
