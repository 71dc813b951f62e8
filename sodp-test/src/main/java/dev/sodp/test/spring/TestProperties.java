// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.test.context.support.TestPropertySourceUtils;

/**
 * Adds properties to the environment of a test.
 */
final class TestProperties {

	private TestProperties() {
	}

	/**
	 * Adds properties that take precedence over those of the application, but not over
	 * those that the test itself sets.
	 * @param context the context of the test
	 * @param properties the properties
	 */
	static void addOverriding(ConfigurableApplicationContext context, PropertySource<?> properties) {
		MutablePropertySources sources = context.getEnvironment().getPropertySources();
		if (sources.contains(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME)) {
			sources.addAfter(TestPropertySourceUtils.INLINED_PROPERTIES_PROPERTY_SOURCE_NAME, properties);
		}
		else {
			sources.addFirst(properties);
		}
	}

}
