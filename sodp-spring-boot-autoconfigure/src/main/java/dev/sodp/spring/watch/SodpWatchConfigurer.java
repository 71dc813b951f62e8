// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Registers watchers in code: every bean of this type is asked once, when all singletons
 * exist and before anything starts.
 */
@FunctionalInterface
public interface SodpWatchConfigurer {

	/**
	 * Registers watchers.
	 * @param registrar takes them, also later
	 */
	void configureWatchers(SodpWatchRegistrar registrar);

}
