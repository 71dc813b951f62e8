// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;

import dev.sodp.spring.Seen;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which annotations apply where a method overrides another: those of the most specific
 * annotated method.
 */
class OverriddenWatchMethodsTests {

	private static List<String> watchedBy(Class<?> bean) {
		try (WatchContext watches = WatchContext.start(bean)) {
			return watches.bean(SodpWatchEndpointRegistry.class)
				.watchers()
				.stream()
				.flatMap((watcher) -> watcher.keys().stream())
				.toList();
		}
	}

	static class Parent extends Seen {

		@SodpWatch("parent")
		@SendTo("parent.result")
		Integer on(Integer value) {
			add(value);
			return value;
		}

	}

	@Test
	void anAnnotationReplacesThatOfTheOverriddenMethod() {
		assertThat(watchedBy(Overriding.class)).containsExactly("own");
	}

	@Test
	void anEventIsDeliveredOnce() {
		try (WatchContext watches = WatchContext.of(SameKey.class)) {
			watches.server.set("parent", 1);
			watches.refresh();
			watches.bean(SameKey.class).awaitLast(1);

			watches.server.set("parent", 2);

			watches.bean(SameKey.class).awaitLast(2);
			assertThat(watches.bean(SameKey.class).all()).containsExactly(1, 2);
			assertThat(watches.bean(SodpWatchEndpointRegistry.class).watchers()).hasSize(1);
		}
	}

	@Test
	void theSameAppliesToTheKeysOfTheResult() {
		try (WatchContext watches = WatchContext.start(Overriding.class)) {
			watches.server.set("own", 3);

			watches.awaitStored("own.result", 3);
			assertThat(watches.server.get("parent.result")).isEmpty();
		}
	}

	static class Overriding extends Parent {

		@Override
		@SodpWatch("own")
		@SendTo("own.result")
		Integer on(Integer value) {
			return super.on(value);
		}

	}

	static class SameKey extends Parent {

		@Override
		@SodpWatch(id = "own", keys = "parent")
		Integer on(Integer value) {
			return super.on(value);
		}

	}

	@Test
	void anOverridingMethodWithoutAnnotationKeepsThatOfTheOverriddenMethod() {
		assertThat(watchedBy(Inheriting.class)).containsExactly("parent");
	}

	static class Inheriting extends Parent {

		@Override
		Integer on(Integer value) {
			return value;
		}

	}

	@Test
	void repeatedAnnotationsReplaceAllOfTheOverriddenMethod() {
		assertThat(watchedBy(Repeating.class)).containsExactlyInAnyOrder("one", "two");
	}

	static class Repeating extends Parent {

		@Override
		@SodpWatch("one")
		@SodpWatch("two")
		Integer on(Integer value) {
			return value;
		}

	}

	interface Contract<T> {

		@SodpWatch("contract")
		void on(T value);

	}

	@Test
	void anAnnotationReplacesThatOfAGenericInterface() {
		assertThat(watchedBy(Implementing.class)).containsExactly("own");
	}

	static class Implementing implements Contract<Integer> {

		@Override
		@SodpWatch("own")
		public void on(Integer value) {
		}

	}

	@Test
	void aSuperclassIsMoreSpecificThanTheInterfaceItImplements() {
		assertThat(watchedBy(ImplementingAgain.class)).containsExactly("own");
	}

	static class ImplementingAgain extends Implementing implements Contract<Integer> {

		@Override
		public void on(Integer value) {
		}

	}

	interface SpecificContract extends Contract<Integer> {

		@Override
		@SodpWatch("specific")
		void on(Integer value);

	}

	@Test
	void anInterfaceIsMoreSpecificThanTheOneItExtends() {
		assertThat(watchedBy(ImplementingSpecific.class)).containsExactly("specific");
	}

	static class ImplementingSpecific implements SpecificContract {

		@Override
		public void on(Integer value) {
		}

	}

	interface OtherContract {

		@SodpWatch("other")
		void on(Integer value);

	}

	@Test
	void theAnnotationsOfUnrelatedInterfacesAllApply() {
		assertThat(watchedBy(ImplementingBoth.class)).containsExactlyInAnyOrder("contract", "other");
	}

	static class ImplementingBoth implements Contract<Integer>, OtherContract {

		@Override
		public void on(Integer value) {
		}

	}

}
