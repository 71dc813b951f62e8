// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Stops the start of an application that wants to host a server where nobody could
 * connect to it. A post-processor, so that it comes before anything has been started.
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
