// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.netty.NettySodpEndpointBuilder;

/**
 * Callback that customizes the builder of the auto-configured endpoint on
 * {@code sodp.server.port} after the properties have been applied. Beans of this type are
 * called in order.
 */
@FunctionalInterface
public interface NettySodpEndpointBuilderCustomizer {

	/**
	 * Customizes the builder.
	 * @param builder the builder
	 */
	void customize(NettySodpEndpointBuilder builder);

}
