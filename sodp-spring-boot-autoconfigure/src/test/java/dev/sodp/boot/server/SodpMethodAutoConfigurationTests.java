// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import dev.sodp.server.SodpServer;
import dev.sodp.spring.method.ObservationSodpMethodInterceptor;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.method.SodpMethodAnnotationBeanPostProcessor;
import dev.sodp.spring.method.SodpMethodRegistry;
import dev.sodp.spring.security.SecurityContextSodpMethodInterceptor;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SodpMethodAutoConfiguration}.
 */
class SodpMethodAutoConfigurationTests {

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpServerAutoConfiguration.class, SodpMethodAutoConfiguration.class));

	private final WebApplicationContextRunner hosting = this.contextRunner
		.withPropertyValues("sodp.server.enabled=true");

	@Test
	void whenThereIsNoServerThenMethodsAreIgnored() {
		this.contextRunner.withUserConfiguration(Methods.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SodpMethodRegistry.class)
				.doesNotHaveBean(SodpMethodAnnotationBeanPostProcessor.class));
	}

	@Test
	void whenThereIsNoSpringMessagingThenMethodsAreIgnored() {
		this.hosting.withClassLoader(new FilteredClassLoader(InvocableHandlerMethod.class))
			.run((context) -> assertThat(context).hasSingleBean(SodpServer.class)
				.doesNotHaveBean(SodpMethodRegistry.class));
	}

	@Test
	void whenThereIsSpringSecurityThenTheUserIsSet() {
		this.hosting.run((context) -> assertThat(context).hasSingleBean(SecurityContextSodpMethodInterceptor.class));
		this.hosting.withClassLoader(new FilteredClassLoader(Authentication.class))
			.run((context) -> assertThat(context).hasSingleBean(SodpMethodRegistry.class)
				.doesNotHaveBean(SecurityContextSodpMethodInterceptor.class));
	}

	@Test
	void callsAreObservedOnRequestOnly() {
		WebApplicationContextRunner observed = this.hosting.withBean(ObservationRegistry.class,
				ObservationRegistry::create);

		observed.run((context) -> assertThat(context).doesNotHaveBean(ObservationSodpMethodInterceptor.class));
		observed.withPropertyValues("sodp.server.method-observation-enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ObservationSodpMethodInterceptor.class));
	}

	@Test
	void methodsOfLazyApplicationsAreRegistered() {
		this.hosting.withUserConfiguration(Methods.class)
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThatIllegalArgumentException()
				.isThrownBy(() -> context.getBean(SodpServer.class).addMethod("mine", (call) -> {
					throw new UnsupportedOperationException();
				}))
				.withMessage("There is a method 'mine' already"));
	}

	@Test
	void theTimeoutIsChecked() {
		this.hosting.withPropertyValues("sodp.server.method-timeout=10ms")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sodp.server.method-timeout"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Methods {

		@Bean
		Shop shop() {
			return new Shop();
		}

	}

	static class Shop {

		@SodpMethod("mine")
		void call() {
		}

	}

}
