// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start of an application that is to be a node of a cluster but could not share
 * its state. A post-processor, so that it runs before anything has been started.
 */
final class MissingClusterModuleCheck implements BeanFactoryPostProcessor {

	private final String missing;

	MissingClusterModuleCheck(String missing) {
		this.missing = missing;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		throw new MissingClusterModuleException(this.missing);
	}

}
