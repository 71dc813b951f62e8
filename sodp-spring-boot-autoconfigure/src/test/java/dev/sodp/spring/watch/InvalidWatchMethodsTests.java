// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Map;

import kotlin.coroutines.Continuation;
import org.aopalliance.intercept.MethodInterceptor;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Methods that could never be called stop the start, with an explanation.
 */
class InvalidWatchMethodsTests {

	private static InvalidSodpWatchException failure(Class<?>... beans) {
		Throwable thrown = catchThrowable(() -> WatchContext.start(beans).close());
		while (thrown != null && !(thrown instanceof InvalidSodpWatchException)) {
			thrown = thrown.getCause();
		}
		assertThat(thrown).as("InvalidSodpWatchException").isNotNull();
		return (InvalidSodpWatchException) thrown;
	}

	private static AbstractThrowableAssert<?, ?> assertFailure(Class<?>... beans) {
		return assertThat(failure(beans));
	}

	@Test
	void theExplanationNamesMethodProblemAndRemedy() {
		InvalidSodpWatchException failure = failure(TwoValues.class);

		assertThat(failure.method())
			.isEqualTo("dev.sodp.spring.watch.InvalidWatchMethodsTests$TwoValues.on(Integer, String)");
		assertThat(failure.problem())
			.isEqualTo("parameters 'Integer number' and 'String text' would both take the value");
		assertThat(failure.remedy()).startsWith("Keep one of them");
	}

	static class TwoValues {

		@SodpWatch("a")
		void on(Integer number, String text) {
		}

	}

	@Test
	void aResultNobodyTakes() {
		assertFailure(Returning.class).hasMessageContaining("the String it returns would be ignored")
			.hasMessageContaining("Return void, or a CompletionStage");
	}

	static class Returning {

		@SodpWatch("a")
		String on() {
			return "";
		}

	}

	@Test
	void anAsynchronousMethod() {
		assertFailure(Asynchronous.class).hasMessageContaining("AsyncWatcher.on(Integer)")
			.hasMessageContaining("its calls would overlap and overtake each other")
			.hasMessageContaining("executor = \"applicationTaskExecutor\"");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync
	static class Asynchronous {

		@Bean
		AsyncWatcher watcher() {
			return new AsyncWatcher();
		}

	}

	static class AsyncWatcher {

		@Async
		@SodpWatch("a")
		void on(Integer value) {
		}

	}

	@Test
	void aMethodOfAnAsynchronousClass() {
		assertFailure(AsyncClass.class).hasMessageContaining("it is asynchronous (@Async)");
	}

	@Async
	static class AsyncClass {

		@SodpWatch("a")
		void on(Integer value) {
		}

	}

	@Test
	void aMethodThatIsAsynchronousByAnAnnotationOfTheApplication() {
		assertFailure(OwnAnnotation.class).hasMessageContaining("it is asynchronous (@Async)");
	}

	@Retention(RetentionPolicy.RUNTIME)
	@interface InBackground {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(annotation = InBackground.class, proxyTargetClass = true)
	static class OwnAnnotation {

		@Bean
		OwnAsyncWatcher watcher() {
			return new OwnAsyncWatcher();
		}

	}

	static class OwnAsyncWatcher {

		@InBackground
		@SodpWatch("a")
		void on(Integer value) {
		}

	}

	@Test
	void aSuspendingFunction() {
		assertFailure(Suspending.class).hasMessageContaining("it is a suspending function, which is not supported")
			.hasMessageContaining("Return a CompletionStage or a Mono");
	}

	static class Suspending {

		@SodpWatch("a")
		Object on(Integer value, Continuation<Object> continuation) {
			return value;
		}

	}

	@Test
	void aHeaderThatNoEventHas() {
		assertFailure(UnknownHeader.class).hasMessageContaining("names 'verison', which no event has")
			.hasMessageContaining("version");
	}

	static class UnknownHeader {

		@SodpWatch("a")
		void on(@Header("verison") long version) {
		}

	}

	@Test
	void headersThatAreNoMap() {
		assertFailure(HeadersText.class).hasMessageContaining("@Headers of parameter 'String headers' needs a map");
	}

	static class HeadersText {

		@SodpWatch("a")
		void on(@Headers String headers) {
		}

	}

	@Test
	void aPayloadExpression() {
		assertFailure(PayloadExpression.class).hasMessageContaining("has an expression");
	}

	static class PayloadExpression {

		@SodpWatch("a")
		void on(@Payload("points") int points) {
		}

	}

	@Test
	void noKey() {
		assertFailure(NoKey.class).hasMessageContaining("no key is specified");
	}

	static class NoKey {

		@SodpWatch
		void on() {
		}

	}

	@Test
	void anEmptyKey() {
		assertFailure(EmptyKey.class).hasMessageContaining("'' evaluates to an empty text instead of a key");
	}

	static class EmptyKey {

		@SodpWatch("")
		void on() {
		}

	}

	@Test
	void aPlaceholderWithoutProperty() {
		assertFailure(UnknownProperty.class).hasMessageContaining("keys cannot be resolved")
			.hasMessageContaining("no.such.property");
	}

	static class UnknownProperty {

		@SodpWatch("${no.such.property}")
		void on() {
		}

	}

	@Test
	void anExpressionThatGivesNoText() {
		assertFailure(NumberExpression.class).hasMessageContaining("'#{1 + 1}' evaluates to a java.lang.Integer");
	}

	static class NumberExpression {

		@SodpWatch("#{1 + 1}")
		void on() {
		}

	}

	@Test
	void aLazyBean() {
		assertFailure(LazyWatcher.class).hasMessageContaining("is lazy").hasMessageContaining("Remove @Lazy");
	}

	@Lazy
	static class LazyWatcher {

		@SodpWatch("a")
		void on() {
		}

	}

	@Test
	void aPrototypeBean() {
		assertFailure(PrototypeWatcher.class).hasMessageContaining("is not a singleton")
			.hasMessageContaining("Make the bean a singleton");
	}

	@Scope(BeanDefinition.SCOPE_PROTOTYPE)
	static class PrototypeWatcher {

		@SodpWatch("a")
		void on() {
		}

	}

	@Test
	void aPrototypeBeanThatShowsItsClassOnlyWhenItIsMade() {
		try (WatchContext watches = WatchContext.start(HiddenPrototypes.class)) {
			Throwable thrown = catchThrowable(() -> watches.context.getBean("hidden"));

			assertThat(thrown).hasRootCauseInstanceOf(InvalidSodpWatchException.class)
				.hasMessageContaining("is not a singleton");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class HiddenPrototypes {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Object hidden() {
			return new PrototypeWatcher();
		}

	}

	@Test
	void aScopedBeanBehindItsProxy() {
		Throwable thrown = catchThrowable(() -> {
			try (WatchContext watches = WatchContext.of(ScopedWatcher.class)) {
				watches.context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
				watches.refresh();
			}
		});

		assertThat(thrown).isInstanceOf(InvalidSodpWatchException.class)
			.hasMessageContaining("'invalidWatchMethodsTests.ScopedWatcher' is not a singleton");
	}

	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedWatcher {

		@SodpWatch("a")
		void on() {
		}

	}

	@Test
	void aMethodThatAnInterfaceBasedProxyDoesNotHave() {
		assertFailure(InterfaceProxied.class).hasMessageContaining("wrapped in a proxy that does not have the method")
			.hasMessageContaining("spring.aop.proxy-target-class=true");
	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxied extends Interception {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return WatchMethodsTests.proxyCreator(false);
		}

		@Bean
		Runnable watcher() {
			return new RunnableWatcher();
		}

	}

	static class RunnableWatcher implements Runnable {

		@Override
		public void run() {
		}

		@SodpWatch("a")
		public void on() {
		}

	}

	@Test
	void aPrivateMethodOfAProxiedBean() {
		assertFailure(PrivateProxied.class).hasMessageContaining("PrivateWatcher.on()")
			.hasMessageContaining("at least package-private");
	}

	@Configuration(proxyBeanMethods = false)
	static class PrivateProxied extends Interception {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return WatchMethodsTests.proxyCreator(true);
		}

		@Bean
		PrivateWatcher watcher() {
			return new PrivateWatcher();
		}

	}

	static class PrivateWatcher {

		@SodpWatch("a")
		private void on() {
		}

	}

	@Test
	void aFinalMethodOfAProxiedBean() {
		assertFailure(FinalProxied.class).hasMessageContaining("Make the method non-final");
	}

	@Configuration(proxyBeanMethods = false)
	static class FinalProxied extends Interception {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return WatchMethodsTests.proxyCreator(true);
		}

		@Bean
		FinalWatcher watcher() {
			return new FinalWatcher();
		}

	}

	static class FinalWatcher {

		@SodpWatch("a")
		final void on(@Nullable Map<String, Object> value) {
		}

	}

	static class Interception {

		@Bean
		MethodInterceptor interceptor() {
			return (invocation) -> invocation.proceed();
		}

	}

}
