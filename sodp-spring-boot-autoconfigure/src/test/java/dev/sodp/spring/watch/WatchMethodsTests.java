// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Where watching methods may stand and what their keys may be.
 */
class WatchMethodsTests {

	private static final Score ANNA = new Score("anna", 7);

	@Test
	void aPrivateMethod() {
		try (WatchContext watches = WatchContext.start(PrivateWatcher.class)) {
			watches.server.set("a", 1);

			watches.bean(PrivateWatcher.class).awaitLast(1);
		}
	}

	static class PrivateWatcher extends Seen {

		@SodpWatch("a")
		private void on(Integer value) {
			add(value);
		}

	}

	@Test
	void anInheritedMethodWithTheTypeThatTheSubclassGives() {
		try (WatchContext watches = WatchContext.start(ConcreteWatcher.class)) {
			watches.server.set("a", ANNA);

			watches.bean(ConcreteWatcher.class).awaitLast(ANNA);
		}
	}

	abstract static class GenericWatcher<T> extends Seen {

		@SodpWatch("a")
		void on(@Nullable T value) {
			add(value);
		}

	}

	static class ConcreteWatcher extends GenericWatcher<Score> {

	}

	@Test
	void aMethodWhoseInterfaceIsAnnotated() {
		try (WatchContext watches = WatchContext.start(ImplementingWatcher.class)) {
			watches.server.set("a", ANNA);

			watches.bean(ImplementingWatcher.class).awaitLast(ANNA);
		}
	}

	interface AnnotatedInterface {

		@SodpWatch("a")
		void on(@Nullable Score value);

	}

	static class ImplementingWatcher extends Seen implements AnnotatedInterface {

		@Override
		public void on(@Nullable Score value) {
			add(value);
		}

	}

	@Test
	void aMetaAnnotatedMethod() {
		try (WatchContext watches = WatchContext.start(MetaAnnotatedWatcher.class)) {
			watches.server.set("game.x", 1);

			watches.bean(MetaAnnotatedWatcher.class).awaitLast(1);
		}
	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SodpWatch
	@interface GameWatch {

		@AliasFor(annotation = SodpWatch.class, attribute = "keys")
		String[] value();

	}

	static class MetaAnnotatedWatcher extends Seen {

		@GameWatch("game.x")
		void on(Integer value) {
			add(value);
		}

	}

	@Test
	void aMethodBehindAClassBasedProxy() {
		try (WatchContext watches = WatchContext.start(ProxiedConfiguration.class)) {
			ProxiedWatcher proxy = watches.bean(ProxiedWatcher.class);
			assertThat(AopUtils.isCglibProxy(proxy)).isTrue();

			watches.server.set("a", 1);

			await().untilAsserted(() -> assertThat(watches.bean(Seen.class).all()).endsWith("intercepted", 1));
		}
	}

	static class ProxiedWatcher {

		private final Seen seen;

		ProxiedWatcher(Seen seen) {
			this.seen = seen;
		}

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			this.seen.add(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ProxiedConfiguration {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return proxyCreator(true);
		}

		@Bean
		MethodInterceptor interceptor(Seen seen) {
			return recorder(seen);
		}

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		ProxiedWatcher watcher(Seen seen) {
			return new ProxiedWatcher(seen);
		}

	}

	static BeanNameAutoProxyCreator proxyCreator(boolean proxyTargetClass) {
		BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
		creator.setBeanNames("watcher");
		creator.setInterceptorNames("interceptor");
		creator.setProxyTargetClass(proxyTargetClass);
		return creator;
	}

	private static MethodInterceptor recorder(Seen seen) {
		return (invocation) -> {
			seen.add("intercepted");
			return invocation.proceed();
		};
	}

	@Test
	void aMethodBehindAnInterfaceBasedProxyTakesAnnotationsAndTypesFromTheClass() {
		try (WatchContext watches = WatchContext.start(InterfaceProxiedConfiguration.class)) {
			assertThat(AopUtils.isJdkDynamicProxy(watches.context.getBean("watcher"))).isTrue();

			long version = watches.server.set("a", ANNA);

			await().untilAsserted(
					() -> assertThat(watches.bean(Seen.class).all()).endsWith("intercepted", List.of(ANNA, version)));
		}
	}

	interface Listener<T> {

		void on(@Nullable T value, long version);

	}

	static class InterfaceProxiedWatcher implements Listener<Score> {

		private final Seen seen;

		InterfaceProxiedWatcher(Seen seen) {
			this.seen = seen;
		}

		@Override
		@SodpWatch("a")
		public void on(@Nullable Score value, @Header("version") long version) {
			this.seen.add((value != null) ? List.of(value, version) : null);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxiedConfiguration {

		@Bean
		static BeanNameAutoProxyCreator proxies() {
			return proxyCreator(false);
		}

		@Bean
		MethodInterceptor interceptor(Seen seen) {
			return recorder(seen);
		}

		@Bean
		Seen seen() {
			return new Seen();
		}

		@Bean
		Listener<Score> watcher(Seen seen) {
			return new InterfaceProxiedWatcher(seen);
		}

	}

	@Test
	void severalKeys() {
		try (WatchContext watches = WatchContext.start(SeveralKeysWatcher.class)) {
			watches.server.set("a", 1);
			watches.server.set("b", 2);

			await()
				.untilAsserted(() -> assertThat(watches.bean(SeveralKeysWatcher.class).all()).contains("a=1", "b=2"));
		}
	}

	static class SeveralKeysWatcher extends Seen {

		@SodpWatch({ "a", "b" })
		void on(@Nullable Integer value, @Header("key") String key) {
			add(key + "=" + value);
		}

	}

	@Test
	void aKeyFromAProperty() {
		try (WatchContext watches = WatchContext.start(PropertyWatcher.class)) {
			watches.server.set("from.property", 1);

			watches.bean(PropertyWatcher.class).awaitLast(1);
		}
	}

	static class PropertyWatcher extends Seen {

		@SodpWatch("${watch.key}")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void keysFromAnExpression() {
		try (WatchContext watches = WatchContext.start(ExpressionWatcher.class)) {
			watches.server.set("list.a", 1);
			watches.server.set("list.b", 2);

			await().untilAsserted(() -> assertThat(watches.bean(ExpressionWatcher.class).all()).contains(1, 2));
		}
	}

	static class ExpressionWatcher extends Seen {

		@SodpWatch(keys = "#{'${watch.keys}'.split(',')}")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void twoMethodsOfOneBean() {
		try (WatchContext watches = WatchContext.start(TwoMethodsWatcher.class)) {
			watches.server.set("a", 1);

			await().untilAsserted(() -> assertThat(watches.bean(TwoMethodsWatcher.class).all()).contains(1, "1"));
		}
	}

	static class TwoMethodsWatcher extends Seen {

		@SodpWatch("a")
		void asNumber(@Nullable Integer value) {
			add(value);
		}

		@SodpWatch("a")
		void asText(@Nullable String value) {
			add(value);
		}

	}

	@Test
	void theNextCallWaitsForAReturnedStage() {
		try (WatchContext watches = WatchContext.start(AsyncWatcher.class)) {
			AsyncWatcher watcher = watches.bean(AsyncWatcher.class);
			watcher.awaitLast("null");
			watches.server.set("a", 1);
			assertThat(watcher.all()).containsExactly("null");

			watcher.finished.complete(null);

			watcher.awaitLast(1);
		}
	}

	static class AsyncWatcher extends Seen {

		final CompletableFuture<Void> finished = new CompletableFuture<>();

		@SodpWatch("a")
		CompletionStage<Void> on(@Nullable Integer value) {
			add(value);
			return this.finished;
		}

	}

}
