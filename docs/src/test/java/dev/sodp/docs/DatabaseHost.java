// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.sodp.server.StateMutationInterceptor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * The process that {@link DatabaseExampleTests} starts: the example of the page as it
 * stands, and something that kills the process after the transaction of its interceptor.
 */
@SpringBootApplication(proxyBeanMethods = false, scanBasePackages = DatabaseHost.EXAMPLE)
@AutoConfigurationPackage(basePackages = DatabaseHost.EXAMPLE)
class DatabaseHost {

	/** The package of the page's code. */
	static final String EXAMPLE = "example";

	/** A file that lets the process die in its next interception. */
	static final String ARMED = "armed";

	private final Path armed = Path.of(ARMED);

	public static void main(String[] args) {
		SpringApplication.run(DatabaseHost.class, args);
	}

	/** Comes after the interceptor of the page, which is registered before it. */
	@Bean
	StateMutationInterceptor killer() {
		return (mutation) -> {
			if (Files.exists(this.armed)) {
				Runtime.getRuntime().halt(1);
			}
			return mutation.proceed();
		};
	}

}
