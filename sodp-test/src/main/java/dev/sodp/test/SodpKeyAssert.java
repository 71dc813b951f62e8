// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.sodp.server.StateSnapshot;
import dev.sodp.state.Values;
import dev.sodp.test.RecordedWrite.Outcome;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Assertions on a key of a {@link SodpTestServer}: on its value, and on what clients
 * wrote to it. Assertions whose names start with {@code eventually} wait until they hold;
 * all others check once. Failure messages contain the last value and version.
 *
 * <p>
 * Expected values are any values Jackson can serialize: numbers, strings, maps, records.
 * They are compared as JSON: integers by value, object members in any order.
 */
public final class SodpKeyAssert extends AbstractAssert<SodpKeyAssert, SodpTestServer> {

	private final DefaultSodpTestServer server;

	private final String key;

	private Duration patience;

	SodpKeyAssert(SodpTestServer actual, String key, Duration patience) {
		super(actual, SodpKeyAssert.class);
		this.server = (DefaultSodpTestServer) actual;
		this.key = key;
		this.patience = patience;
	}

	/**
	 * Sets how long the assertions that follow wait.
	 * @param timeout a positive duration
	 * @return this assertion object
	 */
	public SodpKeyAssert within(Duration timeout) {
		this.patience = timeout;
		return this;
	}

	/**
	 * Verifies that the key exists.
	 * @return this assertion object
	 */
	public SodpKeyAssert exists() {
		return now("to exist", Optional::isPresent);
	}

	/**
	 * Waits until the key exists.
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallyExists() {
		return eventually("to exist", Optional::isPresent);
	}

	/**
	 * Verifies that the key does not exist.
	 * @return this assertion object
	 */
	public SodpKeyAssert isAbsent() {
		return now("not to exist", Optional::isEmpty);
	}

	/**
	 * Waits until the key does not exist.
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallyIsAbsent() {
		return eventually("not to exist", Optional::isEmpty);
	}

	/**
	 * Verifies the value.
	 * @param expected the whole value; null for a key that holds null
	 * @return this assertion object
	 */
	public SodpKeyAssert hasValue(@Nullable Object expected) {
		JsonNode tree = tree(expected);
		return now("to be " + tree, has("", tree));
	}

	/**
	 * Waits until the key has a value.
	 * @param expected the whole value; null for a key that holds null
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallyHasValue(@Nullable Object expected) {
		JsonNode tree = tree(expected);
		return eventually("to be " + tree, has("", tree));
	}

	/**
	 * Verifies part of the value.
	 * @param path a JSON Pointer
	 * @param expected the expected part
	 * @return this assertion object
	 */
	public SodpKeyAssert hasValueAt(String path, @Nullable Object expected) {
		JsonNode tree = tree(expected);
		return now("to be " + tree + " at " + path, has(path, tree));
	}

	/**
	 * Waits until part of the value is as expected.
	 * @param path a JSON Pointer
	 * @param expected the expected part
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallyHasValueAt(String path, @Nullable Object expected) {
		JsonNode tree = tree(expected);
		return eventually("to be " + tree + " at " + path, has(path, tree));
	}

	/**
	 * Verifies the version of the latest change.
	 * @param expected the version
	 * @return this assertion object
	 */
	public SodpKeyAssert hasVersion(long expected) {
		return now("to be at version " + expected,
				(snapshot) -> snapshot.filter((found) -> found.version() == expected).isPresent());
	}

	/**
	 * Waits until assertions on the value hold.
	 * @param assertions run whenever the key exists and may have changed
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallySatisfies(Consumer<JsonNode> assertions) {
		return eventuallySatisfies(JsonNode.class, assertions);
	}

	/**
	 * Waits until assertions on the converted value hold.
	 * @param <T> type of the value
	 * @param type class of the value
	 * @param assertions run whenever the key exists and may have changed
	 * @return this assertion object
	 */
	public <T> SodpKeyAssert eventuallySatisfies(Class<T> type, Consumer<? super T> assertions) {
		AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
		boolean inTime = this.server.await(this.patience, () -> {
			last.set(problem(type, assertions));
			return last.get() == null;
		});
		if (!inTime) {
			Throwable problem = last.get();
			throw failure("Expected '" + this.key + "' to satisfy assertions" + waited() + ", but "
					+ Descriptions.of(this.key, this.actual.snapshot(this.key)) + ":" + System.lineSeparator()
					+ ((problem != null) ? problem.getMessage() : ""));
		}
		return this;
	}

	private <T> @Nullable Throwable problem(Class<T> type, Consumer<? super T> assertions) {
		Optional<StateSnapshot> snapshot = this.actual.snapshot(this.key);
		if (snapshot.isEmpty()) {
			return new AssertionError("There is no value.");
		}
		try {
			assertions.accept(this.server.object(snapshot.get().value(), type));
			return null;
		}
		catch (AssertionError | JacksonException ex) {
			return ex;
		}
	}

	/**
	 * Verifies that a client wrote to the key, or to part of it, and was not refused.
	 * @return this assertion object
	 */
	public SodpKeyAssert wasWritten() {
		return written(applied(), "to have been written", false);
	}

	/**
	 * Verifies that a client wrote a value to the key, or to part of it, and was not
	 * refused.
	 * @param value the value or patch that the client sent
	 * @return this assertion object
	 */
	public SodpKeyAssert wasWritten(@Nullable Object value) {
		JsonNode tree = tree(value);
		return written(applied().and(sent(tree)), "to have been written with " + tree, false);
	}

	/**
	 * Waits until a client has written a value to the key, or to part of it, and was not
	 * refused.
	 * @param value the value or patch that the client sends
	 * @return this assertion object
	 */
	public SodpKeyAssert eventuallyWasWritten(@Nullable Object value) {
		JsonNode tree = tree(value);
		return written(applied().and(sent(tree)), "to be written with " + tree, true);
	}

	/**
	 * Verifies that no client tried to write to the key, or to part of it.
	 * @return this assertion object
	 */
	public SodpKeyAssert wasNeverWritten() {
		if (!this.actual.writes(this.key).isEmpty()) {
			throw failure("Expected '" + this.key + "' never to have been written, but "
					+ Descriptions.of(this.actual.writes(this.key)));
		}
		return this;
	}

	private SodpKeyAssert written(Predicate<RecordedWrite> expected, String expectation, boolean wait) {
		Duration timeout = wait ? this.patience : Duration.ZERO;
		if (!this.server.await(timeout, () -> this.actual.writes(this.key).stream().anyMatch(expected))) {
			throw failure("Expected '" + this.key + "' " + expectation + (wait ? waited() : "") + ", but "
					+ Descriptions.of(this.actual.writes(this.key)));
		}
		return this;
	}

	private static Predicate<RecordedWrite> applied() {
		return (write) -> write.outcome() == Outcome.APPLIED;
	}

	private static Predicate<RecordedWrite> sent(JsonNode value) {
		return (write) -> write.value() != null && Values.equal(write.value(), value);
	}

	private static Predicate<Optional<StateSnapshot>> has(String path, JsonNode expected) {
		return (snapshot) -> snapshot.map((found) -> found.value().at(path))
			.filter((value) -> !value.isMissingNode() && Values.equal(value, expected))
			.isPresent();
	}

	private JsonNode tree(@Nullable Object value) {
		return this.server.tree(value);
	}

	private SodpKeyAssert now(String expectation, Predicate<Optional<StateSnapshot>> condition) {
		Optional<StateSnapshot> snapshot = this.actual.snapshot(this.key);
		if (!condition.test(snapshot)) {
			throw failure(
					"Expected '" + this.key + "' " + expectation + ", but " + Descriptions.of(this.key, snapshot));
		}
		return this;
	}

	private SodpKeyAssert eventually(String expectation, Predicate<Optional<StateSnapshot>> condition) {
		AtomicReference<@Nullable StateSnapshot> last = new AtomicReference<>();
		boolean inTime = this.server.await(this.patience, () -> {
			Optional<StateSnapshot> snapshot = this.actual.snapshot(this.key);
			last.set(snapshot.orElse(null));
			return condition.test(snapshot);
		});
		if (!inTime) {
			throw failure("Expected '" + this.key + "' " + expectation + waited() + ", but "
					+ Descriptions.of(this.key, Optional.ofNullable(last.get())));
		}
		return this;
	}

	private String waited() {
		return " within " + Signal.print(this.patience);
	}

	private AssertionError failure(String message) {
		return super.failure("%s", message);
	}

}
