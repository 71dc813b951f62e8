// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

/**
 * Callback that customizes the server of {@link EmbeddedSodp}. Implementations must have
 * a no-argument constructor, which need not be public.
 */
@FunctionalInterface
public interface SodpTestServerCustomizer {

	/**
	 * Customizes the builder.
	 * @param builder the builder, which already has the settings of the annotation
	 */
	void customize(SodpTestServerBuilder builder);

}
