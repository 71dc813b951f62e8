// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.web.context.reactive.ReactiveWebApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.util.ClassUtils;

/**
 * Fails the start of an application that is to host a server to which no client could
 * connect. A post-processor, so that it runs before anything has been started.
 */
final class MissingWebSocketContainerCheck implements BeanFactoryPostProcessor, ApplicationContextAware {

	private static final List<String> NEEDED = List.of("org.springframework.web.servlet.DispatcherServlet",
			"org.springframework.web.socket.server.support.WebSocketHandlerMapping",
			"jakarta.websocket.server.ServerContainer");

	/** Registered in servlet web applications only. */
	private static final String SERVLET_SCOPE = "session";

	private static final String TO_SERVLET = "Remove spring.main.web-application-type, or set it to 'servlet'.";

	private static final String OWN_PORT = " To host the server on a port of its own instead, beside any application, add"
			+ " dev.sodp:sodp-netty, whose version comes from dev.sodp:sodp-bom, and set sodp.server.port.";

	private boolean reactive;

	@Override
	public void setApplicationContext(ApplicationContext context) {
		this.reactive = context instanceof ReactiveWebApplicationContext;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		List<String> missing = NEEDED.stream()
			.filter((name) -> !ClassUtils.isPresent(name, beanFactory.getBeanClassLoader()))
			.toList();
		if (this.reactive) {
			throw failure("it is a reactive web application.",
					missing.isEmpty() ? TO_SERVLET
							: "Host the server in a servlet web application, with "
									+ "org.springframework.boot:spring-boot-starter-webmvc instead of "
									+ "spring-boot-starter-webflux.");
		}
		if (!List.of(beanFactory.getRegisteredScopeNames()).contains(SERVLET_SCOPE)) {
			throw failure("it is not a web application.",
					missing.isEmpty() ? TO_SERVLET
							: "Make it a servlet web application: add "
									+ "org.springframework.boot:spring-boot-starter-webmvc and "
									+ "org.springframework.boot:spring-boot-starter-websocket.");
		}
		throw failure("the class " + String.join(", ", missing) + " is not on the class path.",
				"Add the dependency org.springframework.boot:spring-boot-starter-websocket.");
	}

	private static MissingWebSocketContainerException failure(String reason, String remedy) {
		return new MissingWebSocketContainerException(reason, remedy + OWN_PORT);
	}

}
