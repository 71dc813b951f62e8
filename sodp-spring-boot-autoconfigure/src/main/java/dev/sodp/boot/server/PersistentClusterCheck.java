// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.boot.properties.InvalidSodpPropertyException;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Fails the start of an application that is to keep its state both on its own disk and
 * with others. A post-processor, so that it runs before anything has been started.
 */
final class PersistentClusterCheck implements BeanFactoryPostProcessor {

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		throw new InvalidSodpPropertyException("sodp.server.persistence.enabled", true,
				"sodp.server.cluster.enabled is true as well, and a server has one place for its state", """
						Remove one of the properties:

						    sodp.server.persistence.enabled  if one server is enough: the state is on its disk and\
						 survives a restart,
						                                     during which no client is served
						    sodp.server.cluster.enabled      if several servers share the state: it is in Redis or\
						 Valkey, which stores it
						                                     as safely as it is configured to (AOF, replicas)

						To move the state of one server into a cluster, export it with SodpServer.exportTo and\
						 import it with importFrom""");
	}

}
