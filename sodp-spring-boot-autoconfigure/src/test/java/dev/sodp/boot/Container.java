// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.Arrays;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A servlet container that hosts the server.
 */
enum Container {

	TOMCAT("jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration"),

	JETTY("tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration");

	private static final String REDIS = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration";

	/** Both are on the class path, and Spring Boot would take the first. */
	private final String excluded;

	Container(String excluded) {
		this.excluded = excluded;
	}

	ConfigurableApplicationContext start(Class<?> application, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = "spring.autoconfigure.exclude=" + REDIS + ",org.springframework.boot." + this.excluded;
		return Hosts.start(application, all);
	}

}
