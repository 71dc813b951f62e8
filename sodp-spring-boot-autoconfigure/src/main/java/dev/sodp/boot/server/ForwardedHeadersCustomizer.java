// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.spring.web.ForwardedHeadersValve;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Has Tomcat note the headers of proxies before it removes them. Goes first, so that its
 * valve precedes that of Spring Boot.
 */
final class ForwardedHeadersCustomizer
		implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

	@Override
	public void customize(ConfigurableTomcatWebServerFactory factory) {
		factory.addEngineValves(new ForwardedHeadersValve());
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

}
