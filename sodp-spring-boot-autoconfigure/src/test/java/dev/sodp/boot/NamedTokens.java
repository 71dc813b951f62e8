// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpAuthenticator;
import dev.sodp.server.SodpIdentity;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * An application whose tokens are the subject and, after slashes, its roles.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class NamedTokens {

	@Bean
	SodpAuthenticator authenticator() {
		return (token) -> {
			List<String> parts = List.of(token.split("/"));
			return completedFuture(
					new SodpIdentity(parts.get(0), Map.of("roles", parts.subList(1, parts.size())), null));
		};
	}

}
