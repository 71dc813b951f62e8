// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.security.Principal;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.client.SodpClient;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.watch.SodpWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * An application that watches, calls a method, writes a result and says what it has seen
 * there.
 */
public class MinimalApplication implements Callable<String> {

	@Override
	public String call() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Beans.class)
			.web(WebApplicationType.NONE)
			.run()) {
			context.getBean(SodpClient.class).call("write", Map.of("value", "seen")).get(30, TimeUnit.SECONDS);
			return context.getBean(Watcher.class).value.get(30, TimeUnit.SECONDS);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Beans {

		@Bean(destroyMethod = "close")
		SodpServer server() {
			return SodpServer.builder().build();
		}

		@Bean
		Writer writer(SodpServer server) {
			return new Writer(server);
		}

		@Bean
		Watcher watcher() {
			return new Watcher();
		}

	}

	static class Writer {

		private final SodpServer server;

		Writer(SodpServer server) {
			this.server = server;
		}

		@SodpMethod("write")
		CompletableFuture<Long> write(Map<String, String> arguments, @Nullable Principal user) {
			return this.server.setAsync("a", arguments.get("value"));
		}

	}

	static class Watcher {

		final CompletableFuture<String> value = new CompletableFuture<>();

		@SodpWatch("a")
		@SendTo("b")
		CompletableFuture<@Nullable String> derive(@Nullable String value) {
			return CompletableFuture.completedFuture(value);
		}

		@SodpWatch("b")
		void on(@Nullable String value) {
			if (value != null) {
				this.value.complete(value);
			}
		}

	}

}
