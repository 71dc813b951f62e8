// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.aot;

import java.util.Map;

import dev.sodp.boot.client.SodpAutoConfiguration;
import dev.sodp.client.SodpClient;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.SodpTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Has a client beside the primary one and says which clients it sees.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration(SodpAutoConfiguration.class)
public class NamedClientsApplication {

	static final String MARK = "clients: ";

	/**
	 * Starts, says what there is, and ends.
	 * @param args properties
	 */
	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(NamedClientsApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(
				Map.of("sodp.clients.games.url", "ws://127.0.0.1:1/games", "spring.docker.compose.enabled", "false"));
		try (ConfigurableApplicationContext context = application.run(args)) {
			System.out
				.println(MARK + context.getBean(SodpClients.class).all().keySet() + context.getBean(Injected.class));
		}
	}

	@Bean
	Injected injected(SodpClient primary, @Qualifier("games") SodpClient games,
			@Qualifier("games") SodpTemplate template) {
		return new Injected(primary.status().uri().toString(), games.status().uri().toString(),
				template.execute((client) -> client.equals(games)));
	}

	/**
	 * What was injected.
	 *
	 * @param primary address without qualifier
	 * @param games address with qualifier
	 * @param sameClient whether the template is that of the client
	 */
	public record Injected(String primary, String games, boolean sameClient) {
	}

}
