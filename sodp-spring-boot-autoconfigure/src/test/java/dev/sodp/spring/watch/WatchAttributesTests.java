// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Seen;
import dev.sodp.spring.SodpClients;
import dev.sodp.transport.InMemoryTransport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the attributes of the annotation do.
 */
class WatchAttributesTests {

	private static List<String> ids(WatchContext watches) {
		return watches.bean(SodpWatchEndpointRegistry.class).watchers().stream().map(SodpWatcher::id).toList();
	}

	@Test
	void theIdNamesTheWatcher() {
		try (WatchContext watches = WatchContext.start(NamedWatcher.class)) {
			assertThat(ids(watches)).containsExactly("from.property");
		}
	}

	static class NamedWatcher {

		@SodpWatch(id = "${watch.key}", keys = "a")
		void on() {
		}

	}

	@Test
	void withoutIdBeanAndMethodNameTheWatcher() {
		try (WatchContext watches = WatchContext.of()) {
			watches.context.registerBean("board", TwiceWatcher.class);

			assertThat(ids(watches.refresh())).containsExactly("board.on", "board.on#2");
		}
	}

	@Test
	void aRepeatedAnnotationWatchesTwice() {
		try (WatchContext watches = WatchContext.start(TwiceWatcher.class)) {
			watches.server.set("a", Map.of("x", 1));
			watches.server.set("b", 2);

			await().untilAsserted(() -> assertThat(watches.bean(TwiceWatcher.class).all()).contains("a/x=1", "b/=2"));
		}
	}

	static class TwiceWatcher extends Seen {

		@SodpWatch(keys = "a", path = "/x")
		@SodpWatch("b")
		void on(@Nullable JsonNode value, @Header("key") String key, @Header("path") String path) {
			add(key + path + "=" + value);
		}

	}

	@Test
	void aComposedAnnotationPassesItsAttributesOn() {
		try (WatchContext watches = WatchContext.of(ComposedWatcher.class)) {
			watches.server.set("a", Map.of("anna", Map.of("health", 3)));

			watches.refresh().bean(ComposedWatcher.class).awaitLast(3);
			assertThat(ids(watches)).containsExactly("health");
		}
	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@SodpWatch(path = "/*/health")
	@interface HealthWatch {

		@AliasFor(annotation = SodpWatch.class, attribute = "keys")
		String[] value();

		@AliasFor(annotation = SodpWatch.class)
		String id();

	}

	static class ComposedWatcher extends Seen {

		@HealthWatch(value = "a", id = "health")
		void on(@Nullable Integer health) {
			add(health);
		}

	}

	@Test
	void paramsTravelToTheServer() {
		try (WatchContext watches = WatchContext.start(ParamsWatcher.class)) {
			await().untilAsserted(() -> assertThat(watches.wire.sent).anySatisfy((frame) -> {
				assertThat(frame).isInstanceOf(Frame.Watch.class);
				assertThat(((Frame.Watch) frame).params())
					.isEqualTo(JsonMapper.shared().readTree("{\"region\":\"from.property\"}"));
			}));
		}
	}

	static class ParamsWatcher {

		@SodpWatch(keys = "a", params = "{\"region\": \"${watch.key}\"}")
		void on() {
		}

	}

	@Test
	void paramsMayBeAnObject() {
		try (WatchContext watches = WatchContext.start(ObjectParamsWatcher.class)) {
			await().untilAsserted(() -> assertThat(watches.wire.sent)
				.anyMatch((frame) -> frame instanceof Frame.Watch watch && watch.params() != null
						&& watch.params().equals(JsonMapper.shared().readTree("{\"depth\":2}"))));
		}
	}

	static class ObjectParamsWatcher {

		@SodpWatch(keys = "a", params = "#{{depth: 1 + 1}}")
		void on() {
		}

	}

	@Test
	void withoutAutoStartupTheContextDoesNotStartIt() {
		try (WatchContext watches = WatchContext.start(ManualWatcher.class)) {
			assertThat(watches.watcher("manual").isRunning()).isFalse();
			assertThat(watches.bean(SodpClient.class).isWatching("a")).isFalse();

			watches.watcher("manual").start();

			watches.bean(ManualWatcher.class).awaitLast("called");
		}
	}

	static class ManualWatcher extends Seen {

		@SodpWatch(id = "manual", keys = "a", autoStartup = "#{1 > 2}")
		void on() {
			add("called");
		}

	}

	@Test
	void theExecutorRunsTheCalls() {
		try (WatchContext watches = WatchContext.start(ExecutorWatcher.class, Executors.class)) {
			await().untilAsserted(() -> assertThat(watches.bean(ExecutorWatcher.class).all())
				.containsExactlyInAnyOrder("by-name-1", "by-expression-1"));
		}
	}

	static class ExecutorWatcher extends Seen {

		@SodpWatch(keys = "a", executor = "byName")
		void named() {
			add(Thread.currentThread().getName());
		}

		@SodpWatch(keys = "b", executor = "#{@holder.executor()}")
		void expressed() {
			add(Thread.currentThread().getName());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Executors {

		@Bean
		Executor byName() {
			return new SimpleAsyncTaskExecutor("by-name-");
		}

		@Bean
		Holder holder() {
			return new Holder(new SimpleAsyncTaskExecutor("by-expression-"));
		}

	}

	record Holder(Executor executor) {
	}

	@Test
	void withDeliveryOfTheLatestOthersAreMerged() {
		try (WatchContext watches = WatchContext.start(LatestWatcher.class)) {
			LatestWatcher watcher = watches.bean(LatestWatcher.class);
			watcher.awaitLast("null +0");
			for (int i = 1; i <= 5; i++) {
				watches.server.set("a", i);
			}
			await().until(() -> watches.bean(SodpClient.class).get("a", Integer.class).orElse(0) == 5);

			watcher.leave.countDown();

			watcher.awaitLast("5 +4");
			assertThat(watcher.all()).hasSize(2);
		}
	}

	static class LatestWatcher extends Seen {

		final CountDownLatch leave = new CountDownLatch(1);

		@SodpWatch(keys = "a", delivery = DeliveryMode.LATEST)
		void on(@Nullable Integer value, WatchMeta meta) throws InterruptedException {
			add(value + " +" + meta.merged());
			this.leave.await();
		}

	}

	@Test
	void eachEventIsDeliveredUnlessSaidOtherwise() {
		try (WatchContext watches = WatchContext.start(EveryWatcher.class)) {
			EveryWatcher watcher = watches.bean(EveryWatcher.class);
			watcher.awaitLast("null");
			for (int i = 1; i <= 50; i++) {
				watches.server.set("a", i);
			}

			watcher.awaitLast(50);
			assertThat(watcher.all()).hasSize(51);
		}
	}

	static class EveryWatcher extends Seen {

		@SodpWatch("a")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void onlyTheSourcesThatWereAskedForCall() {
		try (WatchContext watches = WatchContext.of(DeltaWatcher.class)) {
			watches.server.set("a", 1);
			watches.refresh();
			SodpClient client = watches.bean(SodpClient.class);
			await().until(() -> client.get("a", Integer.class).isPresent());

			watches.server.set("a", 2);

			DeltaWatcher watcher = watches.bean(DeltaWatcher.class);
			watcher.awaitLast("DELTA 1 -> 2");
			assertThat(watcher.all()).hasSize(1);
		}
	}

	static class DeltaWatcher extends Seen {

		@SodpWatch(keys = "a", sources = Source.DELTA)
		void on(StateChange<Integer> change) {
			add(change.meta().source() + " " + change.previous() + " -> " + change.current());
		}

	}

	@Test
	void theClientIsFoundByItsName() {
		try (WatchContext watches = WatchContext.start(NamedClientWatcher.class, TwoClients.class)) {
			watches.bean(TwoClients.class).other.set("a", "other");
			watches.server.set("a", "primary");

			watches.bean(NamedClientWatcher.class).awaitLast("other");
			assertThat(watches.watcher("named").client()).isEqualTo("other");
			assertThat(watches.bean(NamedClientWatcher.class).all()).doesNotContain("primary");
		}
	}

	static class NamedClientWatcher extends Seen {

		@SodpWatch(id = "named", keys = "a", client = "other")
		void on(@Nullable String value, SodpClient client) {
			assertThat(client.get("a", String.class)).isNotNull();
			add(value);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClients {

		final SodpServer other = SodpServer.builder().build();

		@Bean(defaultCandidate = false)
		SodpClient otherClient() {
			return SodpClient.builder("ws://other").transport(new InMemoryTransport(this.other)).build();
		}

		@Bean
		SodpClients clients(SodpClient client) {
			return SodpClients.of(client, Map.of("other", otherClient()));
		}

	}

	@Test
	void severalKeysCallOneAtATime() {
		try (WatchContext watches = WatchContext.start(SerialWatcher.class)) {
			SerialWatcher watcher = watches.bean(SerialWatcher.class);
			for (int i = 0; i < 50; i++) {
				watches.server.set("a", i);
				watches.server.set("b", i);
				watches.server.set("c", i);
			}

			await().until(() -> watcher.all().containsAll(List.of("a=49", "b=49", "c=49")));
			assertThat(watcher.all()).doesNotContain("overlap");
		}
	}

	static class SerialWatcher extends Seen {

		private volatile boolean busy;

		@SodpWatch({ "a", "b", "c" })
		void on(@Nullable Integer value, @Header("key") String key) {
			if (this.busy) {
				add("overlap");
			}
			this.busy = true;
			Thread.yield();
			this.busy = false;
			add(key + "=" + value);
		}

	}

}
