// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start of an application whose server would be open although it is to require
 * tokens. A post-processor, so that it runs before anything has been started.
 */
final class MissingJwtSupportCheck implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		throw new MissingJwtSupportException();
	}

}
