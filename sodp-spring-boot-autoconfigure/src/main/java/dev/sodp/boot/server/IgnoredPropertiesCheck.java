// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * Fails the start if there are properties that restrict what clients may do, but nothing
 * that enforces them. A post-processor, so that it runs before anything has been started.
 */
final class IgnoredPropertiesCheck implements BeanFactoryPostProcessor, EnvironmentAware {

	private final String prefix;

	private final Class<?> enforcer;

	private @Nullable Environment environment;

	IgnoredPropertiesCheck(String prefix, Class<?> enforcer) {
		this.prefix = prefix;
		this.enforcer = enforcer;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		Assert.state(this.environment != null, "There is no environment");
		if (OnAnyProperty.isPresent(ConfigurationPropertyName.of(this.prefix), this.environment) && BeanFactoryUtils
			.beanNamesForTypeIncludingAncestors(beanFactory, this.enforcer, true, false).length == 0) {
			throw new InvalidSodpPropertyException(this.prefix, "",
					"it is set, but no " + this.enforcer.getSimpleName()
							+ " bean enforces it: the SodpServer is a bean of the application, or the application"
							+ " was processed ahead of time without these properties",
					"Remove the properties, define such a bean, or process the application with the properties");
		}
	}

}
