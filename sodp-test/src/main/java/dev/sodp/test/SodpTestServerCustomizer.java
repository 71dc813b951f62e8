// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

/**
 * Changes how the server of {@link EmbeddedSodp} is built. Implementations have a
 * constructor without parameters, of any visibility.
 */
@FunctionalInterface
public interface SodpTestServerCustomizer {

	/**
	 * Changes the builder.
	 * @param builder has the settings of the annotation already
	 */
	void customize(SodpTestServerBuilder builder);

}
