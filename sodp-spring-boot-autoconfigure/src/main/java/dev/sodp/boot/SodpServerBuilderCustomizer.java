// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.server.SodpServerBuilder;

/**
 * Callback that customizes the builder of the auto-configured server after the properties
 * have been applied. Beans of this type are called in order.
 */
@FunctionalInterface
public interface SodpServerBuilderCustomizer {

	/**
	 * Customizes the builder.
	 * @param builder the builder
	 */
	void customize(SodpServerBuilder builder);

}
