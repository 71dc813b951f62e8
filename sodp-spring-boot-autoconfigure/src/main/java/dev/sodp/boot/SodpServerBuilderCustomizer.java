// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.server.SodpServerBuilder;

/**
 * Changes the builder of the auto-configured server, after the properties have been
 * applied. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface SodpServerBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder
	 */
	void customize(SodpServerBuilder builder);

}
