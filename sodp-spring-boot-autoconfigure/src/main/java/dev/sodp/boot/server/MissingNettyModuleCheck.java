// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start of an application that is to host a server on a port of its own but
 * cannot listen there. A post-processor, so that it runs before anything has been
 * started.
 */
final class MissingNettyModuleCheck implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		throw new MissingNettyModuleException();
	}

}
