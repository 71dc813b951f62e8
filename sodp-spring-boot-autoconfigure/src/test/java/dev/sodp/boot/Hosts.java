// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts whole applications on a port of their own.
 */
final class Hosts {

	private Hosts() {
	}

	static ConfigurableApplicationContext start(Class<?> application, String... properties) {
		return startAt("0", application, properties);
	}

	static ConfigurableApplicationContext startAt(String port, Class<?> application, String... properties) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=" + port, "--spring.main.banner-mode=off", "--spring.jmx.enabled=false"));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new SpringApplicationBuilder(application).run(arguments.toArray(String[]::new));
	}

	static String port(ConfigurableApplicationContext host) {
		return host.getEnvironment().getRequiredProperty("local.server.port");
	}

}
