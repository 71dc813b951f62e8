// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.sodp.client.StateChange;
import dev.sodp.spring.Score;
import dev.sodp.spring.Seen;
import dev.sodp.state.DeltaOp;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import org.springframework.messaging.Message;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that ask what changed.
 */
class WatchChangesTests {

	@Test
	void theValueBeforeAndNow() {
		try (WatchContext watches = WatchContext.start(ScoreChangeWatcher.class)) {
			ScoreChangeWatcher watcher = watches.bean(ScoreChangeWatcher.class);
			watcher.awaitLast("null -> null at 0 by []");
			watches.server.set("a", new Score("anna", 7));
			long version = watches.server.setIn("a", "/points", 8);

			watcher.awaitLast("Score[player=anna, points=7] -> Score[player=anna, points=8] at " + version
					+ " by [UPDATE /points]");
		}
	}

	static class ScoreChangeWatcher extends Seen {

		@SodpWatch("a")
		void on(StateChange<Score> change) {
			add(change.previous() + " -> " + change.current() + " at " + change.meta().version() + " by "
					+ WatchPathTests.operations(change.ops()));
		}

	}

	@Test
	void theOperationsAlone() {
		try (WatchContext watches = WatchContext.start(OpsWatcher.class)) {
			watches.bean(OpsWatcher.class).awaitLast(List.of());
			watches.server.set("a", Map.of("x", 1));
			watches.server.setIn("a", "/x", 2);

			watches.bean(OpsWatcher.class).awaitLast(List.of("UPDATE /x"));
		}
	}

	static class OpsWatcher extends Seen {

		@SodpWatch("a")
		void on(List<DeltaOp> ops) {
			add(WatchPathTests.operations(ops));
		}

	}

	@Test
	void theValueBesideTheChange() {
		try (WatchContext watches = WatchContext.start(BothWatcher.class)) {
			watches.server.set("a", 1);

			watches.bean(BothWatcher.class).awaitLast("Optional[1] 1");
		}
	}

	static class BothWatcher extends Seen {

		@SodpWatch("a")
		void on(StateChange<Integer> change, Optional<Integer> value) {
			add(value + " " + change.current());
		}

	}

	@Test
	void aChangeWithoutTypeHoldsTrees() {
		try (WatchContext watches = WatchContext.start(TreeChangeWatcher.class)) {
			watches.server.set("a", 1);

			watches.bean(TreeChangeWatcher.class).awaitLast(true);
		}
	}

	static class TreeChangeWatcher extends Seen {

		@SodpWatch("a")
		void on(StateChange<?> change) {
			add(change.current() instanceof JsonNode);
		}

	}

	@Test
	void thePreviousValueIsNotConvertedAgain() {
		try (WatchContext watches = WatchContext.start(CountingWatcher.class)) {
			CountingWatcher watcher = watches.bean(CountingWatcher.class);
			watcher.awaitLast("null -> null");
			int before = Counted.conversions.get();
			watches.server.set("a", 1);
			watches.server.set("a", 2);
			watches.server.set("a", 3);

			watcher.awaitLast("2 -> 3");
			assertThat(Counted.conversions).hasValue(before + 3);
		}
	}

	record Counted(int value) {

		static final AtomicInteger conversions = new AtomicInteger();

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Counted {
			conversions.incrementAndGet();
		}

		@Override
		public String toString() {
			return Integer.toString(this.value);
		}

	}

	static class CountingWatcher extends Seen {

		@SodpWatch("a")
		void on(StateChange<Counted> change) {
			add(change.previous() + " -> " + change.current());
		}

	}

	@Test
	void ofAMapOnlyWhatChangedIsConverted() {
		try (WatchContext watches = WatchContext.start(MapWatcher.class)) {
			MapWatcher watcher = watches.bean(MapWatcher.class);
			watcher.awaitLast("null -> null");
			watches.server.set("a", Map.of("x", 1, "y", 2, "z", 3));
			watcher.awaitLast("null -> {x=1, y=2, z=3}");
			int before = Counted.conversions.get();
			watches.server.setIn("a", "/y", 7);
			watcher.awaitLast("{x=1, y=2, z=3} -> {x=1, y=7, z=3}");
			assertThat(Counted.conversions).hasValue(before + 1);

			watches.server.delete("a");
			watcher.awaitLast("{x=1, y=7, z=3} -> null");
			watches.server.set("a", Map.of("x", 1));
			watcher.awaitLast("null -> {x=1}");
		}
	}

	static class MapWatcher extends Seen {

		@SodpWatch("a")
		void on(StateChange<Map<String, Counted>> change, @Nullable Map<String, Counted> value) {
			assertThat(value).isSameAs(change.current());
			add(sorted(change.previous()) + " -> " + sorted(value));
		}

		private static @Nullable Map<String, Counted> sorted(@Nullable Map<String, Counted> map) {
			return (map != null) ? new TreeMap<>(map) : null;
		}

	}

	@Test
	void theMapAfterOneThatDidNotFitIsComplete() {
		try (WatchContext watches = WatchContext.start(PointsWatcher.class)) {
			PointsWatcher watcher = watches.bean(PointsWatcher.class);
			watches.server.set("a", Map.of("x", 1, "y", 2));
			watcher.awaitLast(Map.of("x", 1, "y", 2));
			watches.server.setIn("a", "/y", "many");
			watches.server.setIn("a", "/x", 5);
			watches.server.setIn("a", "/y", 6);

			watcher.awaitLast(Map.of("x", 5, "y", 6));
		}
	}

	static class PointsWatcher extends Seen {

		@SodpWatch("a")
		void on(Optional<Map<String, Integer>> points) {
			points.ifPresent(this::add);
		}

	}

	@Test
	void theCurrentValueOfAChangeIsValidated() {
		try (WatchContext watches = WatchContext.start(ValidatingWatcher.class, LocalValidatorFactoryBean.class)) {
			watches.server.set("a", new Score("anna", 101));
			await().until(() -> !watches.errors.isEmpty());

			watches.server.set("a", new Score("anna", 100));

			watches.bean(ValidatingWatcher.class).awaitLast(new Score("anna", 100));
			assertThat(watches.bean(ValidatingWatcher.class).all()).doesNotContain(new Score("anna", 101));
		}
	}

	static class ValidatingWatcher extends Seen {

		@SodpWatch("a")
		void on(@Valid StateChange<Score> change) {
			add(change.current());
		}

	}

	@Test
	void aMessageOfAnOptional() {
		try (WatchContext watches = WatchContext.start(OptionalMessageWatcher.class)) {
			OptionalMessageWatcher watcher = watches.bean(OptionalMessageWatcher.class);
			watcher.awaitLast(Optional.empty());

			watches.server.set("a", new Score("anna", 7));

			watcher.awaitLast(Optional.of(new Score("anna", 7)));
		}
	}

	static class OptionalMessageWatcher extends Seen {

		@SodpWatch("a")
		void on(Message<Optional<Score>> message) {
			add(message.getPayload());
		}

	}

	@Test
	void aMessageOfATreeHoldsTheNullNodeWithoutValue() {
		try (WatchContext watches = WatchContext.start(TreeMessageWatcher.class)) {
			watches.bean(TreeMessageWatcher.class).awaitLast(NullNode.getInstance());
		}
	}

	static class TreeMessageWatcher extends Seen {

		@SodpWatch("a")
		void on(Message<JsonNode> message) {
			add(message.getPayload());
		}

	}

	@Test
	void aMessageThatCannotCarryTheAbsenceIsReportedWithARemedy() {
		try (WatchContext watches = WatchContext.start(ScoreMessageWatcher.class)) {
			await().until(() -> !watches.errors.isEmpty());

			assertThat(watches.errors.get(0).cause()).hasMessageContaining("declare it as Message<Optional<Score>>");
		}
	}

	static class ScoreMessageWatcher {

		@SodpWatch("a")
		void on(Message<Score> message) {
		}

	}

}
