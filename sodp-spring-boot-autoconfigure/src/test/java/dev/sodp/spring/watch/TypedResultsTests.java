// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.spring.Animal;
import dev.sodp.spring.Animal.Dog;
import dev.sodp.state.TypedValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;

/** Results whose elements name their class, which only the method's type tells. */
class TypedResultsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static List<Map<String, Object>> written(int bones) {
		return List.of(Map.of("type", "dog", "bones", bones));
	}

	private static <T> Optional<T> read(WatchContext watches, String key, TypeReference<T> type) {
		return watches.bean(SodpClient.class).fetch(key, type, PATIENCE).join();
	}

	@ParameterizedTest
	@ValueSource(classes = { ListWatcher.class, StageWatcher.class, OptionalWatcher.class, OptionalStageWatcher.class,
			MonoWatcher.class, OwnFutureWatcher.class, VariableWatcher.class, TypedValueWatcher.class,
			StateRefWatcher.class })
	void namesTheClassesThatItsTypeAsksFor(Class<?> watcher) {
		try (WatchContext watches = WatchContext.start(watcher)) {
			watches.server.set("a", 7);

			watches.awaitStored("b", written(7));
			assertThat(read(watches, "b", Animal.LIST)).contains(List.of(new Dog(7)));
		}
	}

	static class ListWatcher {

		@SodpWatch("a")
		@SendTo("b")
		@Nullable List<Animal> on(@Nullable Integer bones) {
			return (bones != null) ? List.of(new Dog(bones)) : null;
		}

	}

	static class StageWatcher {

		@SodpWatch("a")
		@SendTo("b")
		CompletionStage<@Nullable List<Animal>> on(@Nullable Integer bones) {
			return CompletableFuture.completedStage((bones != null) ? List.of(new Dog(bones)) : null);
		}

	}

	static class OptionalWatcher {

		@SodpWatch("a")
		@SendTo("b")
		Optional<List<? extends Animal>> on(Optional<Integer> bones) {
			return bones.map((number) -> List.of(new Dog(number)));
		}

	}

	static class OptionalStageWatcher {

		@SodpWatch("a")
		@SendTo("b")
		CompletableFuture<Optional<List<Animal>>> on(Optional<Integer> bones) {
			return CompletableFuture.completedFuture(bones.map((number) -> List.of(new Dog(number))));
		}

	}

	static class MonoWatcher {

		@SodpWatch("a")
		@SendTo("b")
		Mono<List<Animal>> on(Optional<Integer> bones) {
			return Mono.justOrEmpty(bones).map((number) -> List.of(new Dog(number)));
		}

	}

	static class OwnFutureWatcher {

		@SodpWatch("a")
		@SendTo("b")
		AnimalsLater on(@Nullable Integer bones) {
			AnimalsLater later = new AnimalsLater();
			later.complete((bones != null) ? List.of(new Dog(bones)) : null);
			return later;
		}

	}

	static class AnimalsLater extends CompletableFuture<@Nullable List<Animal>> {

	}

	abstract static class Generic<T> {

		@SodpWatch("a")
		@SendTo("b")
		CompletionStage<@Nullable List<T>> on(@Nullable Integer bones) {
			return CompletableFuture.completedStage((bones != null) ? List.of(make(bones)) : null);
		}

		abstract T make(int bones);

	}

	static class VariableWatcher extends Generic<Animal> {

		@Override
		Animal make(int bones) {
			return new Dog(bones);
		}

	}

	static class TypedValueWatcher {

		@SodpWatch("a")
		@SendTo("b")
		@Nullable TypedValue on(@Nullable Integer bones) {
			return (bones != null) ? TypedValue.of(List.of(new Dog(bones)), Animal.LIST) : null;
		}

	}

	static class StateRefWatcher {

		private final SodpClient client;

		StateRefWatcher(SodpClient client) {
			this.client = client;
		}

		@SodpWatch("a")
		CompletionStage<?> on(@Nullable Integer bones) {
			return (bones != null) ? this.client.state("b", Animal.LIST).set(List.of(new Dog(bones)))
					: CompletableFuture.completedStage(null);
		}

	}

	@Test
	void handleOfTheWatchedKeyWritesItsType() {
		try (WatchContext watches = WatchContext.start(HandleWatcher.class)) {
			watches.server.set("a", List.of());

			watches.awaitStored("a", written(1));
		}
	}

	static class HandleWatcher {

		@SodpWatch("a")
		CompletionStage<?> on(@Nullable List<Animal> animals, StateRef<List<Animal>> handle) {
			return (animals != null && animals.isEmpty()) ? handle.set(List.of(new Dog(1)))
					: CompletableFuture.completedStage(null);
		}

	}

	@Test
	void resultOfAnotherTypeThanDeclaredIsWrittenAsItIs() {
		try (WatchContext watches = WatchContext.start(ObjectWatcher.class)) {
			watches.server.set("a", 7);

			watches.awaitStored("b", Map.of("bones", 7));
		}
	}

	static class ObjectWatcher {

		@SodpWatch("a")
		@SendTo("b")
		@Nullable Object on(@Nullable Integer bones) {
			return (bones != null) ? Map.of("bones", bones) : null;
		}

	}

}
