// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.Seen;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Watching a part of a key.
 */
class WatchPathTests {

	private static final Map<String, Object> PLAYERS = Map.of("players",
			Map.of("anna", Map.of("health", 3, "name", "A"), "bob", Map.of("health", 4, "name", "B")), "round", 1);

	private static void awaitAll(Seen seen, Object... expected) {
		await().untilAsserted(() -> assertThat(seen.all()).containsExactlyInAnyOrder(expected));
	}

	@Test
	void onTheFirstSnapshotEveryPlaceCounts() {
		try (WatchContext watches = WatchContext.of(HealthWatcher.class)) {
			watches.server.set("game", PLAYERS);

			awaitAll(watches.refresh().bean(HealthWatcher.class), "anna=3", "bob=4");
		}
	}

	@Test
	void onlyAChangeUnderThePathCalls() {
		try (WatchContext watches = WatchContext.of(HealthWatcher.class)) {
			watches.server.set("game", PLAYERS);
			HealthWatcher watcher = watches.refresh().bean(HealthWatcher.class);
			awaitAll(watcher, "anna=3", "bob=4");

			watches.server.setIn("game", "/round", 2);
			watches.server.setIn("game", "/players/anna/name", "Anna");
			watches.server.setIn("game", "/players/bob/health", 2);

			awaitAll(watcher, "anna=3", "bob=4", "bob=2");
		}
	}

	static class HealthWatcher extends Seen {

		@SodpWatch(keys = "game", path = "/players/{name}/health")
		void on(@Nullable Integer health, @DestinationVariable String name) {
			add(name + "=" + health);
		}

	}

	@Test
	void aCapturedSegmentIsConverted() {
		try (WatchContext watches = WatchContext.start(PositionWatcher.class)) {
			watches.server.set("list", List.of("a", "b"));

			awaitAll(watches.bean(PositionWatcher.class), "0=a", "1=b");
		}
	}

	static class PositionWatcher extends Seen {

		@SodpWatch(keys = "list", path = "/{position}")
		void on(@Nullable String value, @DestinationVariable("position") int index) {
			add(index + "=" + value);
		}

	}

	@Test
	void elementsOfAMapThatAreAddedChangedAndRemoved() {
		try (WatchContext watches = WatchContext.start(ElementWatcher.class)) {
			ElementWatcher watcher = watches.bean(ElementWatcher.class);
			watches.server.set("map", Map.of("a", 1));
			watcher.awaitLast("/a Optional[1]");

			watches.server.setIn("map", "/b", 2);
			watches.server.setIn("map", "/a", 3);
			watches.server.removeIn("map", "/b");

			awaitAll(watcher, "/a Optional[1]", "/b Optional[2]", "/a Optional[3]", "/b Optional.empty");
		}
	}

	@Test
	void elementsOfAListThatAreAddedChangedAndRemoved() {
		try (WatchContext watches = WatchContext.start(ElementWatcher.class)) {
			ElementWatcher watcher = watches.bean(ElementWatcher.class);
			watches.server.set("map", List.of(1));
			watcher.awaitLast("/0 Optional[1]");

			watches.server.append("map", 2);
			watches.server.setIn("map", "/0", 3);
			watches.server.removeIn("map", "/1");

			awaitAll(watcher, "/0 Optional[1]", "/1 Optional[2]", "/0 Optional[3]", "/1 Optional.empty");
		}
	}

	@Test
	void aDeletedKeyRemovesEveryElement() {
		try (WatchContext watches = WatchContext.start(ElementWatcher.class)) {
			ElementWatcher watcher = watches.bean(ElementWatcher.class);
			watches.server.set("map", Map.of("a", 1, "b", 2));
			awaitAll(watcher, "/a Optional[1]", "/b Optional[2]");

			watches.server.delete("map");

			awaitAll(watcher, "/a Optional[1]", "/b Optional[2]", "/a Optional.empty", "/b Optional.empty");
		}
	}

	static class ElementWatcher extends Seen {

		@SodpWatch(keys = "map", path = "/*")
		void on(Optional<Integer> value, @Header(SodpHeaders.PATH) String place) {
			add(place + " " + value);
		}

	}

	@Test
	void aRemovedElementIsNull() {
		try (WatchContext watches = WatchContext.start(NullWatcher.class)) {
			watches.server.set("map", Map.of("a", 1));
			watches.bean(NullWatcher.class).awaitLast(1);

			watches.server.removeIn("map", "/a");

			watches.bean(NullWatcher.class).awaitLast("null");
		}
	}

	static class NullWatcher extends Seen {

		@SodpWatch(keys = "map", path = "/*")
		void on(@Nullable Integer value) {
			add(value);
		}

	}

	@Test
	void afterAReconnectOnlyRealDifferencesAreReported() {
		try (WatchContext watches = WatchContext.of(ElementWatcher.class);
				SodpServer other = SodpServer.builder().build()) {
			watches.server.set("map", Map.of("a", 1, "b", 2, "c", 3));
			ElementWatcher watcher = watches.refresh().bean(ElementWatcher.class);
			awaitAll(watcher, "/a Optional[1]", "/b Optional[2]", "/c Optional[3]");
			watcher.all().clear();
			other.set("map", Map.of("a", 1, "b", 5, "d", 4));

			watches.wire.leadTo(other);
			watches.bean(SodpClient.class).reconnect();

			awaitAll(watcher, "/b Optional[5]", "/c Optional.empty", "/d Optional[4]");
		}
	}

	@Test
	void oneChangeInALargeMapConvertsOneElement() {
		try (WatchContext watches = WatchContext.of(LargeMapWatcher.class)) {
			Map<String, Map<String, Integer>> map = new LinkedHashMap<>();
			for (int i = 0; i < 10_000; i++) {
				map.put("e" + i, Map.of("points", i));
			}
			watches.server.set("map", map);
			LargeMapWatcher watcher = watches.refresh().bean(LargeMapWatcher.class);
			await().until(() -> watcher.all().size() == 10_000);
			assertThat(Counted.conversions).hasValue(10_000);

			watches.server.setIn("map", "/e77/points", -1);

			watcher.awaitLast(-1);
			assertThat(watcher.all()).hasSize(10_001);
			assertThat(Counted.conversions).hasValue(10_001);
		}
	}

	record Counted(int points) {

		static final AtomicInteger conversions = new AtomicInteger();

		@JsonCreator
		Counted {
			conversions.incrementAndGet();
		}

	}

	static class LargeMapWatcher extends Seen {

		@SodpWatch(keys = "map", path = "/*")
		void on(@Nullable Counted value) {
			add((value != null) ? value.points() : null);
		}

	}

	@Test
	void aTypedChangeConcernsThePlace() {
		try (WatchContext watches = WatchContext.of(ChangeWatcher.class)) {
			watches.server.set("game", PLAYERS);
			ChangeWatcher watcher = watches.refresh().bean(ChangeWatcher.class);
			watcher.awaitLast(4 + " after " + null + " by " + List.of("ADD /"));

			watches.server.setIn("game", "/players/bob/health", 2);

			watcher.awaitLast(2 + " after " + 4 + " by " + List.of("UPDATE /"));
		}
	}

	static class ChangeWatcher extends Seen {

		@SodpWatch(keys = "game", path = "/players/bob/health")
		void on(StateChange<Integer> change) {
			add(change.current() + " after " + change.previous() + " by " + operations(change.ops()));
		}

	}

	static List<String> operations(List<DeltaOp> ops) {
		return ops.stream().map((op) -> op.kind() + " " + op.path()).toList();
	}

	@Test
	void theNextPlaceWaitsForAReturnedStage() {
		try (WatchContext watches = WatchContext.of(PendingWatcher.class)) {
			watches.server.set("map", List.of(1, 2));
			PendingWatcher watcher = watches.refresh().bean(PendingWatcher.class);
			watcher.awaitLast(1);

			Thread foreign = new Thread(() -> watcher.pending.complete(null), "foreign");
			foreign.start();

			watcher.awaitLast(2);
			assertThat(watcher.threads.all()).noneMatch((name) -> name.equals("foreign"));
		}
	}

	static class PendingWatcher extends Seen {

		final CompletableFuture<Void> pending = new CompletableFuture<>();

		final Seen threads = new Seen();

		@SodpWatch(keys = "map", path = "/*")
		CompletionStage<Void> on(@Nullable Integer value) {
			this.threads.add(Thread.currentThread().getName());
			add(value);
			return this.pending;
		}

	}

	@Test
	void aFailureForOnePlaceHurtsNoOther() {
		try (WatchContext watches = WatchContext.of(PickyWatcher.class)) {
			watches.server.set("map", List.of(1, 2, 3, 4));

			PickyWatcher watcher = watches.refresh().bean(PickyWatcher.class);

			awaitAll(watcher, 2, 4);
			await().until(() -> !watches.errors.isEmpty());
			assertThat(watches.errors).singleElement().satisfies((error) -> {
				assertThat(error.cause()).hasRootCauseMessage("1 is odd");
				assertThat(error.cause().getSuppressed()).singleElement()
					.satisfies((other) -> assertThat(other).hasRootCauseMessage("3 is odd"));
			});
		}
	}

	static class PickyWatcher extends Seen {

		@SodpWatch(keys = "map", path = "/*")
		void on(int value) {
			if (value % 2 == 1) {
				throw new IllegalStateException(value + " is odd");
			}
			add(value);
		}

	}

	@Test
	void theRestOfAnEventIsNotDeliveredAfterAStop() {
		try (WatchContext watches = WatchContext.of(StoppingWatcher.class)) {
			watches.server.set("map", List.of(1, 2));
			StoppingWatcher watcher = watches.refresh().bean(StoppingWatcher.class);
			watcher.awaitLast(1);

			CompletableFuture<Void> stopped = new CompletableFuture<>();
			watches.watcher("stopping").stop(() -> stopped.complete(null));
			assertThat(stopped).isNotDone();
			watcher.pending.complete(null);

			await().until(stopped::isDone);
			assertThat(watcher.all()).containsExactly(1);
		}
	}

	static class StoppingWatcher extends Seen {

		final CompletableFuture<Void> pending = new CompletableFuture<>();

		@SodpWatch(id = "stopping", keys = "map", path = "/*")
		CompletionStage<Void> on(@Nullable Integer value) {
			add(value);
			return this.pending;
		}

	}

}
