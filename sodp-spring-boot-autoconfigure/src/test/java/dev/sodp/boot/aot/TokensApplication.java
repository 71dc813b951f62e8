// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.aot;

import java.util.Map;

import dev.sodp.server.SodpAuthenticator;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Hosts a server and says how it authenticates clients.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TokensApplication {

	static final String MARK = "authenticators: ";

	/**
	 * Starts, says what there is, and ends.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(TokensApplication.class);
		application.setDefaultProperties(Map.of("sodp.enabled", "false", "sodp.server.enabled", "true", "server.port",
				"0", "spring.docker.compose.enabled", "false"));
		try (ConfigurableApplicationContext context = application.run(args)) {
			System.out.println(MARK + context.getBeansOfType(SodpAuthenticator.class).keySet());
		}
	}

}
