// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.sodp.server.SodpServer;
import jakarta.validation.Valid;
import kotlin.coroutines.Continuation;
import org.aopalliance.intercept.MethodInterceptor;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Methods that could never be called, or only past their proxies, stop the start with an
 * explanation.
 */
class InvalidMethodsTests {

	private static @Nullable Throwable start(Class<?>... beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Infrastructure.class);
		context.register(beans);
		try (context) {
			return catchThrowable(context::refresh);
		}
	}

	private static InvalidSodpMethodException failure(Class<?>... beans) {
		Throwable thrown = start(beans);
		while (thrown != null && !(thrown instanceof InvalidSodpMethodException)) {
			thrown = thrown.getCause();
		}
		assertThat(thrown).as("InvalidSodpMethodException").isNotNull();
		return (InvalidSodpMethodException) thrown;
	}

	private static AbstractThrowableAssert<?, ?> assertFailure(Class<?>... beans) {
		return assertThat(failure(beans));
	}

	@Test
	void theExplanationNamesBeanMethodProblemAndRemedy() {
		InvalidSodpMethodException failure = failure(TwoArguments.class);

		assertThat(failure.method()).isEqualTo("dev.sodp.spring.method.InvalidMethodsTests$TwoArguments.call(Map, Map)"
				+ " of bean 'invalidMethodsTests.TwoArguments'");
		assertThat(failure.problem())
			.isEqualTo("parameters 'Map first' and 'Map second' would both take the arguments");
		assertThat(failure.remedy()).startsWith("Declare one parameter for all arguments");
	}

	static class TwoArguments {

		@SodpMethod("a")
		void call(Map<String, Object> first, Map<String, Object> second) {
		}

	}

	@Test
	void namesOfTheServer() {
		assertFailure(Reserved.class).hasMessageContaining("The method 'state.steal' cannot be added")
			.hasMessageContaining("Reserved.call()");
		assertFailure(Dollar.class).hasMessageContaining("The method '$sodp.a' cannot be added");
	}

	static class Reserved {

		@SodpMethod("state.steal")
		void call() {
		}

	}

	static class Dollar {

		@SodpMethod("$sodp.a")
		void call() {
		}

	}

	@Test
	void namesThatClientsCannotSend() {
		assertFailure(Spaced.class).hasMessageContaining("The name 'a b' of a method must consist of letters");
	}

	static class Spaced {

		@SodpMethod("a b")
		void call() {
		}

	}

	@Test
	void aNameThatIsTakenByAnotherMethod() {
		assertFailure(First.class, Second.class).hasMessageContaining("Second.call()")
			.hasMessageContaining(
					"its name 'same' is taken by dev.sodp.spring.method.InvalidMethodsTests$First.call()");
	}

	static class First {

		@SodpMethod("same")
		void call() {
		}

	}

	static class Second {

		@SodpMethod("same")
		void call() {
		}

	}

	@Test
	void aNameThatIsTakenByAMethodOfTheBuilder() {
		assertFailure(OfBuilder.class)
			.hasMessageContaining("its name 'of.builder' is taken by a method that the server was built with");
	}

	static class OfBuilder {

		@SodpMethod("of.builder")
		void call() {
		}

	}

	@Test
	void manyResults() {
		assertFailure(ReturnsFlux.class).hasMessageContaining("it returns a Flux, but a call has a single result");
		assertFailure(ReturnsStream.class).hasMessageContaining("it returns a Stream");
		assertFailure(ReturnsStreamLater.class).hasMessageContaining("it returns a Stream");
	}

	static class ReturnsFlux {

		@SodpMethod("a")
		Flux<String> call() {
			return Flux.empty();
		}

	}

	static class ReturnsStream {

		@SodpMethod("a")
		Stream<String> call() {
			return Stream.empty();
		}

	}

	static class ReturnsStreamLater {

		@SodpMethod("a")
		CompletionStage<Stream<String>> call() {
			return CompletableFuture.completedStage(Stream.empty());
		}

	}

	@Test
	void aResultThatCannotBeWaitedFor() {
		assertFailure(ReturnsFuture.class).hasMessageContaining("it returns a Future, which cannot be waited for");
	}

	static class ReturnsFuture {

		@SodpMethod("a")
		Future<String> call() {
			return CompletableFuture.completedFuture("");
		}

	}

	@Test
	void methodsThatRunElsewhere() {
		assertFailure(Suspending.class).hasMessageContaining("it is a suspending function");
		assertFailure(Asynchronous.class).hasMessageContaining("it is asynchronous (@Async)");
	}

	static class Suspending {

		@SodpMethod("a")
		Object call(Continuation<? super String> continuation) {
			return "";
		}

	}

	static class Asynchronous {

		@Async
		@SodpMethod("a")
		void call() {
		}

	}

	@Test
	void argumentsThatAreNoObject() {
		assertFailure(TakesNumber.class)
			.hasMessageContaining("parameter 'int number' cannot be read from an object, as arguments are");
		assertFailure(TakesList.class).hasMessageContaining("parameter 'List list' cannot be read from an object");
	}

	static class TakesNumber {

		@SodpMethod("a")
		void call(int number) {
		}

	}

	static class TakesList {

		@SodpMethod("a")
		void call(List<String> list) {
		}

	}

	@Test
	void parametersThatNoCallHas() {
		assertFailure(TakesMessage.class).hasMessageContaining("parameter 'Message message' cannot be read");
		assertFailure(TakesServer.class).hasMessageContaining("parameter 'SodpServer server' cannot be read");
		assertFailure(TakesHeader.class).hasMessageContaining("names 'key', which no call has")
			.hasMessageContaining("Use one of id, method, peer, sessionId, timestamp");
		assertFailure(TakesHeaders.class).hasMessageContaining("needs a map");
		assertFailure(TakesPart.class).hasMessageContaining("has an expression");
		assertFailure(TakesPartOfPrincipal.class).hasMessageContaining("@AuthenticationPrincipal of parameter");
	}

	static class TakesMessage {

		@SodpMethod("a")
		void call(Message<String> message) {
		}

	}

	static class TakesServer {

		@SodpMethod("a")
		void call(SodpServer server) {
		}

	}

	static class TakesHeader {

		@SodpMethod("a")
		void call(@Header("key") String key) {
		}

	}

	static class TakesHeaders {

		@SodpMethod("a")
		void call(@Headers String headers) {
		}

	}

	static class TakesPart {

		@SodpMethod("a")
		void call(@Payload("name") Map<String, Object> name) {
		}

	}

	static class TakesPartOfPrincipal {

		@SodpMethod("a")
		void call(@AuthenticationPrincipal(expression = "name") String name) {
		}

	}

	@Test
	void validationThatWouldNotHappen() {
		assertFailure(Validated.class)
			.hasMessageContaining("parameter 'Map map' is to be validated, but the context has no Validator");
	}

	static class Validated {

		@SodpMethod("a")
		void call(@Valid Map<String, Object> map) {
		}

	}

	@Test
	void beansOfWhichThereNeedNotBeOne() {
		assertFailure(LazyBean.class).hasMessageContaining("is lazy");
		assertFailure(PrototypeBean.class).hasMessageContaining("is not a singleton");
	}

	@Lazy
	static class LazyBean {

		@SodpMethod("a")
		void call() {
		}

	}

	@Scope("prototype")
	static class PrototypeBean {

		@SodpMethod("a")
		void call() {
		}

	}

	@Test
	void methodsThatCouldOnlyBeCalledPastTheProxy() {
		assertFailure(JdkProxies.class, OnlyOfClass.class)
			.hasMessageContaining("OnlyOfClass.hidden() of bean 'invalidMethodsTests.OnlyOfClass'")
			.hasMessageContaining("wrapped in a proxy that does not have the method");
		assertFailure(ClassProxies.class, FinalMethod.class)
			.hasMessageContaining("FinalMethod.call() of bean 'invalidMethodsTests.FinalMethod'")
			.hasMessageContaining("a proxy, which cannot call a final method");
		assertFailure(ClassProxies.class, PrivateMethod.class)
			.hasMessageContaining("wrapped in a proxy that does not have the method");
		assertFailure(StaticMethod.class).hasMessageContaining("it is static");
	}

	@Test
	void aBeanThatMethodSecurityHasMissed() {
		assertFailure(Secured.class, EarlyUser.class).hasMessageContaining("Guarded.call() of bean")
			.hasMessageContaining("the bean has no proxy that applies 'preAuthorizeAuthorization");
		assertThat(start(Secured.class, Guarded.class)).isNull();
	}

	@ParameterizedTest
	@ValueSource(classes = { Generic.class, Plain.class })
	void othersAreFine(Class<?> bean) {
		assertThat(start(JdkProxies.class, bean)).isNull();
	}

	interface Visible {

		void other();

	}

	static class OnlyOfClass implements Visible {

		@Override
		public void other() {
		}

		@SodpMethod("a")
		public void hidden() {
		}

	}

	static class FinalMethod {

		@SodpMethod("a")
		final void call() {
		}

	}

	static class PrivateMethod {

		@SodpMethod("a")
		private void call() {
		}

	}

	static class StaticMethod {

		@SodpMethod("a")
		static void call() {
		}

	}

	static class Guarded {

		@SodpMethod("guarded")
		@PreAuthorize("hasRole('ADMIN')")
		void call() {
		}

	}

	interface Takes<T> {

		void take(T value);

	}

	static class Generic implements Takes<Map<String, Object>> {

		@Override
		@SodpMethod("generic")
		public void take(Map<String, Object> value) {
		}

	}

	static class Plain {

		@SodpMethod("plain")
		void call() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class JdkProxies {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("invalidMethodsTests.*");
			creator.setInterceptorNames("through");
			return creator;
		}

		@Bean
		static MethodInterceptor through() {
			return (invocation) -> invocation.proceed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxies {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
			creator.setBeanNames("invalidMethodsTests.FinalMethod", "invalidMethodsTests.PrivateMethod");
			creator.setInterceptorNames("through");
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static MethodInterceptor through() {
			return (invocation) -> invocation.proceed();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity(proxyTargetClass = true)
	static class Secured {

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyUser {

		@Bean
		static Guarded guarded() {
			return new Guarded();
		}

		@Bean
		static BeanFactoryPostProcessor early(Guarded guarded) {
			return (beanFactory) -> assertThat(guarded).isNotNull();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure {

		@Bean(destroyMethod = "close")
		SodpServer server() {
			return SodpServer.builder()
				.methods(Map.of("of.builder", (call) -> CompletableFuture.completedFuture(null)))
				.build();
		}

		@Bean
		SodpMethodRegistry registry(SodpServer server, ConfigurableListableBeanFactory beanFactory) {
			return new SodpMethodRegistry(server, JsonMapper.shared(), null, beanFactory);
		}

		@Bean
		static SodpMethodAnnotationBeanPostProcessor methods(ObjectProvider<SodpMethodRegistry> registry) {
			return new SodpMethodAnnotationBeanPostProcessor(registry);
		}

	}

}
