// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import dev.sodp.spring.SodpTemplate;

/**
 * Changes the auto-configured {@link SodpTemplate} before anybody uses it. Beans of this
 * type are applied in their order, after the properties.
 */
@FunctionalInterface
public interface SodpTemplateCustomizer {

	/**
	 * Changes the template.
	 * @param template the template, not in use yet
	 */
	void customize(SodpTemplate template);

}
