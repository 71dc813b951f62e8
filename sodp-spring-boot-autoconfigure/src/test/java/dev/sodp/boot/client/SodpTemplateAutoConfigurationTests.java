// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sodp.boot.SodpTemplateCustomizer;
import dev.sodp.boot.spring.SodpReactiveAutoConfiguration;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.ReactiveSodpOperations;
import dev.sodp.spring.ReactiveSodpTemplate;
import dev.sodp.spring.SodpNoAnswerException;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.observation.SodpTemplateObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * What properties and beans make of the template.
 */
class SodpTemplateAutoConfigurationTests {

	private final SodpServer server = SodpServer.builder().build();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpAutoConfiguration.class, SodpTemplateAutoConfiguration.class,
				SodpReactiveAutoConfiguration.class))
		.withBean(SodpServer.class, () -> this.server);

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void theDefaultTimeIsTaken() {
		this.contextRunner.withPropertyValues("sodp.url=ws://127.0.0.1:1", "sodp.template.default-timeout=20ms")
			.run((context) -> assertThatExceptionOfType(SodpNoAnswerException.class)
				.isThrownBy(() -> context.getBean(SodpOperations.class).fetchAndWait("a", String.class)));
	}

	@Test
	void aDefaultTimeThatIsNotPositiveIsRefused() {
		this.contextRunner.withPropertyValues("sodp.template.default-timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("sodp.template.default-timeout")
				.hasStackTraceContaining("Use a positive duration"));
	}

	@Test
	void customizersAreAppliedInTheirOrderAfterTheProperties() {
		this.contextRunner.withPropertyValues("sodp.url=ws://127.0.0.1:1", "sodp.template.default-timeout=30s")
			.withUserConfiguration(Customizers.class)
			.run((context) -> {
				assertThatExceptionOfType(SodpNoAnswerException.class)
					.isThrownBy(() -> context.getBean(SodpOperations.class).fetchAndWait("a", String.class));
				assertThat(context.getBean(Customizers.class).applied).containsExactly("first", "last");
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> applied = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		SodpTemplateCustomizer last() {
			return (template) -> {
				template.setDefaultTimeout(Duration.ofMillis(20));
				this.applied.add("last");
			};
		}

		@Bean
		@Order(1)
		SodpTemplateCustomizer first() {
			return (template) -> this.applied.add("first");
		}

	}

	private static ObservationRegistry recording(List<String> names) {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

			@Override
			public void onStop(Observation.Context context) {
				names.add(context.getName());
			}

		});
		return registry;
	}

	@Test
	void writesAreObservedWhenThatIsSwitchedOn() {
		List<String> names = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues("sodp.template.observation-enabled=true")
			.withBean(ObservationRegistry.class, () -> recording(names))
			.run((context) -> {
				context.getBean(SodpOperations.class).set("a", 1).join();
				await().untilAsserted(() -> assertThat(names).containsExactly("sodp.template"));
			});
	}

	@Test
	void writesAreNotObservedUnlessThatIsSwitchedOn() {
		List<String> names = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean(ObservationRegistry.class, () -> recording(names)).run((context) -> {
			context.getBean(SodpOperations.class).set("a", 1).join();
			assertThat(context).doesNotHaveBean(TemplateConfigurer.WriteListeners.class);
			assertThat(names).isEmpty();
		});
	}

	@Test
	void aConventionOfTheUserIsTaken() {
		List<String> names = new CopyOnWriteArrayList<>();
		this.contextRunner.withPropertyValues("sodp.template.observation-enabled=true")
			.withBean(ObservationRegistry.class, () -> recording(names))
			.withBean(SodpTemplateObservationConvention.class, () -> new SodpTemplateObservationConvention() {

				@Override
				public String getName() {
					return "own";
				}

			})
			.run((context) -> {
				context.getBean(SodpOperations.class).set("a", 1).join();
				await().untilAsserted(() -> assertThat(names).containsExactly("own"));
			});
	}

	@Test
	void theTemplateWorksWithoutMicrometer() {
		this.contextRunner.withPropertyValues("sodp.template.observation-enabled=true")
			.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SodpOperations.class).set("a", 1).join().version()).isPresent();
			});
	}

	@Test
	void aReactiveTemplateIsProvided() {
		this.contextRunner.run((context) -> {
			context.getBean(ReactiveSodpOperations.class).set("a", 1).block(Duration.ofSeconds(30));

			assertThat(this.server.get("a")).isPresent();
		});
	}

	@Test
	void aReactiveTemplateOfTheUserWins() {
		ReactiveSodpOperations own = mock();
		this.contextRunner.withBean("own", ReactiveSodpOperations.class, () -> own)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveSodpTemplate.class)
				.getBean(ReactiveSodpOperations.class)
				.isSameAs(own));
	}

	@Test
	void thereIsNoReactiveTemplateWithoutReactor() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Flux.class))
			.run((context) -> assertThat(context).hasSingleBean(SodpTemplate.class)
				.doesNotHaveBean("reactiveSodpTemplate"));
	}

	@Test
	void theTemplateStartsWithoutSpringsTransactions() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(TransactionSynchronizationManager.class))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SodpTemplate.class));
	}

}
