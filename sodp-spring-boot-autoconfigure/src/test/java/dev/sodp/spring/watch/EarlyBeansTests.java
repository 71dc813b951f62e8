// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import dev.sodp.spring.Seen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.PriorityOrdered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Beans that the post-processor for watchers does not get to see, because they exist
 * before it or are created on request only, watch like any other.
 */
class EarlyBeansTests {

	private static void assertWatches(WatchContext starting) {
		try (WatchContext watches = starting.refresh()) {
			assertThat(watches.bean(SodpWatchEndpointRegistry.class).watchers()).hasSize(1);
			watches.server.set("a", 1);

			watches.bean(Watcher.class).awaitLast(1);
		}
	}

	static class Watcher extends Seen {

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void aBeanThatAnotherPostProcessorNeeds() {
		assertWatches(WatchContext.of(NeededByPostProcessor.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByPostProcessor {

		@Bean
		static Watcher watcher() {
			return new Watcher();
		}

		@Bean
		static FirstPostProcessor first(Watcher watcher) {
			return new FirstPostProcessor(watcher);
		}

	}

	record FirstPostProcessor(Seen needed) implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	@Test
	void anotherPostProcessor() {
		try (WatchContext watches = WatchContext.start(WatchingPostProcessor.class)) {
			watches.server.set("a", 1);

			watches.bean(WatchingPostProcessor.class).awaitLast(1);
		}
	}

	static class WatchingPostProcessor extends Watcher implements BeanPostProcessor, PriorityOrdered {

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	@Test
	void aBeanThatAFactoryPostProcessorNeeds() {
		assertWatches(WatchContext.of(NeededByFactoryPostProcessor.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class NeededByFactoryPostProcessor {

		@Bean
		static Watcher watcher() {
			return new Watcher();
		}

		@Bean
		static BeanFactoryPostProcessor first() {
			return (factory) -> factory.getBean(Watcher.class);
		}

	}

	@Test
	void anInstanceThatWasRegisteredAsASingleton() {
		WatchContext watches = WatchContext.of();
		watches.context.getBeanFactory().registerSingleton("watcher", new Watcher());

		assertWatches(watches);
	}

	@Test
	void theProductOfAFactoryThatNothingRequests() {
		assertWatches(WatchContext.of(WatcherFactory.class));
	}

	static class WatcherFactory implements FactoryBean<Watcher> {

		@Override
		public Watcher getObject() {
			return new Watcher();
		}

		@Override
		public Class<?> getObjectType() {
			return Watcher.class;
		}

	}

	@Test
	void aMethodOfAnEarlyBeanThatCannotBeCalledStopsTheStart() {
		assertThatThrownBy(() -> WatchContext.start(InvalidEarly.class))
			.hasStackTraceContaining("EarlyBeansTests$Invalid.on(Integer, String)");
	}

	@Configuration(proxyBeanMethods = false)
	static class InvalidEarly {

		@Bean
		static Invalid invalid() {
			return new Invalid();
		}

		@Bean
		static FirstPostProcessor first(Invalid invalid) {
			return new FirstPostProcessor(invalid);
		}

	}

	static class Invalid extends Seen {

		@SodpWatch("a")
		void on(Integer number, String text) {
			add(text);
		}

	}

}
