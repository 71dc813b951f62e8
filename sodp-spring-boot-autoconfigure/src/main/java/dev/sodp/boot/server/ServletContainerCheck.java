// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import jakarta.servlet.ServletContext;
import jakarta.websocket.server.ServerContainer;

import org.springframework.web.context.ServletContextAware;

/**
 * Fails the start if the servlet container has no WebSockets although their API is on the
 * class path, such as an embedded Tomcat without {@code tomcat-embed-websocket}.
 */
final class ServletContainerCheck implements ServletContextAware {

	/** Tests with a mocked servlet context accept no requests, so none can fail. */
	private static final String MOCK = "org.springframework.mock.";

	@Override
	public void setServletContext(ServletContext servletContext) {
		if (!(servletContext.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer)
				&& !servletContext.getClass().getName().startsWith(MOCK)) {
			throw new MissingWebSocketContainerException(
					servletContext.getServerInfo() + " runs without WebSocket support.",
					"Add the WebSocket module of this container: for an embedded Tomcat "
							+ "org.apache.tomcat.embed:tomcat-embed-websocket, for an embedded Jetty "
							+ "org.eclipse.jetty.ee11.websocket:jetty-ee11-websocket-jakarta-server.");
		}
	}

}
