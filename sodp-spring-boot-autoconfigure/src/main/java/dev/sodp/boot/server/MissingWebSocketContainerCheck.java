// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Fails the start of an application that is to host a server to which no client could
 * connect. A post-processor, so that it runs before anything has been started.
 */
final class MissingWebSocketContainerCheck implements BeanFactoryPostProcessor {

	private static final List<String> NEEDED = List.of("org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.socket.server.support.WebSocketHandlerMapping",
			"jakarta.websocket.server.ServerContainer");

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<String> missing = NEEDED.stream()
			.filter((name) -> !ClassUtils.isPresent(name, beanFactory.getBeanClassLoader()))
			.toList();
		throw new MissingWebSocketContainerException(missing);
	}

}
