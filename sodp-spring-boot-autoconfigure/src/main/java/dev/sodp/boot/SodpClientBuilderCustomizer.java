// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.client.SodpClientBuilder;
import dev.sodp.spring.SodpClients;

/**
 * Changes the builder of each auto-configured client, after the properties have been
 * applied. Beans of this type are called in their order, for the primary client and for
 * those under {@code sodp.clients}. One that must tell them apart implements
 * {@link #customize(String, SodpClientBuilder)}.
 */
@FunctionalInterface
public interface SodpClientBuilderCustomizer {

	/**
	 * Changes the builder of any client.
	 * @param builder the builder; whether it starts the client is decided by the
	 * application's lifecycle
	 */
	void customize(SodpClientBuilder builder);

	/**
	 * Changes the builder of the client of that name. Does what
	 * {@link #customize(SodpClientBuilder)} does unless it is overridden.
	 * @param client {@link SodpClients#PRIMARY} or a name under {@code sodp.clients}
	 * @param builder the builder
	 */
	default void customize(String client, SodpClientBuilder builder) {
		customize(builder);
	}

}
