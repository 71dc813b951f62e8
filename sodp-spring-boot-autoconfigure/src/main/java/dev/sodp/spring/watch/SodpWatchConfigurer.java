// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Registers watchers in code. Every bean of this type is called once, after all
 * singletons have been created and before anything is started.
 */
@FunctionalInterface
public interface SodpWatchConfigurer {

	/**
	 * Registers watchers.
	 * @param registrar accepts the watchers; it may be kept for later registrations
	 */
	void configureWatchers(SodpWatchRegistrar registrar);

}
