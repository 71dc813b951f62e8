// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.spring.SodpTemplate;

/**
 * Callback that customizes each auto-configured {@link SodpTemplate} before it is used.
 * Beans of this type are called in order, after the properties have been applied.
 */
@FunctionalInterface
public interface SodpTemplateCustomizer {

	/**
	 * Customizes the template.
	 * @param template the template
	 */
	void customize(SodpTemplate template);

}
