// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.state.DeltaOp;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.messaging.handler.annotation.DestinationVariable;
import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Attributes that could never work stop the start, with an explanation.
 */
class InvalidWatchAttributesTests {

	private static AbstractThrowableAssert<?, ?> assertFailure(Class<?>... beans) {
		return assertThatThrownBy(() -> WatchContext.start(beans).close())
			.isInstanceOf(InvalidSodpWatchException.class);
	}

	@Test
	void anIdThatIsTaken() {
		assertFailure(SameId.class).hasMessageContaining("its id 'x' is taken by")
			.hasMessageContaining("SameId")
			.hasMessageContaining("Give each watcher a unique id");
	}

	static class SameId {

		@SodpWatch(id = "x", keys = "a")
		void first() {
		}

		@SodpWatch(id = "x", keys = "b")
		void second() {
		}

	}

	@Test
	void aPathThatIsNoPointer() {
		assertFailure(WrongPath.class).hasMessageContaining("its path cannot be resolved: Path 'players/*' must start");
	}

	static class WrongPath {

		@SodpWatch(keys = "a", path = "players/*")
		void on() {
		}

	}

	@Test
	void aVariableWithoutPath() {
		assertFailure(VariableWithoutPath.class).hasMessageContaining("needs a path to take it from")
			.hasMessageContaining("path = \"/{name}\"");
	}

	static class VariableWithoutPath {

		@SodpWatch("a")
		void on(@DestinationVariable String name) {
		}

	}

	@Test
	void aVariableThatThePathDoesNotName() {
		assertFailure(UnknownVariable.class)
			.hasMessageContaining("names 'nmae', which is no segment of path '/{name}' (it names [name])")
			.hasMessageContaining("Write {nmae} for a segment of the path");
	}

	static class UnknownVariable {

		@SodpWatch(keys = "a", path = "/{name}")
		void on(@DestinationVariable("nmae") String name) {
		}

	}

	@Test
	void aPathWithTwoValueParameters() {
		assertFailure(TwoValues.class).hasMessageContaining("would both take the value");
	}

	static class TwoValues {

		@SodpWatch(keys = "a", path = "/{name}")
		void on(Integer health, String name, List<DeltaOp> ops) {
		}

	}

	@Test
	void noSources() {
		assertFailure(NoSources.class).hasMessageContaining("its sources are empty")
			.hasMessageContaining("sources = Source.DELTA");
	}

	static class NoSources {

		@SodpWatch(keys = "a", sources = {})
		void on() {
		}

	}

	@Test
	void anUnknownExecutor() {
		assertFailure(UnknownExecutor.class).hasMessageContaining("its executor cannot be resolved")
			.hasMessageContaining("'nobody'")
			.hasMessageContaining("Specify the name of an Executor bean");
	}

	static class UnknownExecutor {

		@SodpWatch(keys = "a", executor = "nobody")
		void on() {
		}

	}

	@Test
	void anExecutorThatRunsTasksOnTheCallingThread() {
		assertFailure(SynchronousExecutor.class).hasMessageContaining("runs tasks on the calling thread")
			.hasMessageContaining("Specify an executor with its own threads");
	}

	static class SynchronousExecutor {

		@SodpWatch(keys = "a", executor = "#{new org.springframework.core.task.SyncTaskExecutor()}")
		void on() {
		}

	}

	@Test
	void anUnknownErrorHandler() {
		assertFailure(UnknownErrorHandler.class).hasMessageContaining("its errorHandler cannot be resolved")
			.hasMessageContaining("Specify the name of a SodpErrorHandler bean");
	}

	static class UnknownErrorHandler {

		@SodpWatch(keys = "a", errorHandler = "nobody")
		void on() {
		}

	}

	@Test
	void anErrorHandlerThatIsSomethingElse() {
		assertFailure(NumberErrorHandler.class)
			.hasMessageContaining("'#{1 + 1}' evaluates to a java.lang.Integer instead of a SodpErrorHandler");
	}

	static class NumberErrorHandler {

		@SodpWatch(keys = "a", errorHandler = "#{1 + 1}")
		void on() {
		}

	}

	@Test
	void anUnknownClient() {
		assertFailure(UnknownClient.class)
			.hasMessageContaining("There is no SODP client named 'nobody'; available clients: primary");
	}

	static class UnknownClient {

		@SodpWatch(keys = "a", client = "nobody")
		void on() {
		}

	}

	@Test
	void anAutoStartupThatIsNeitherTrueNorFalse() {
		assertFailure(VagueAutoStartup.class)
			.hasMessageContaining("'perhaps' evaluates to 'perhaps' instead of true or false");
	}

	static class VagueAutoStartup {

		@SodpWatch(keys = "a", autoStartup = "perhaps")
		void on() {
		}

	}

	@Test
	void paramsThatAreNoJson() {
		assertFailure(WrongParams.class)
			.hasMessageContaining("its params cannot be resolved: it is not JSON: Unrecognized token 'region'")
			.hasMessageNotContaining("REDACTED")
			.hasMessageContaining("Specify JSON such as");
	}

	static class WrongParams {

		@SodpWatch(keys = "a", params = "region=eu")
		void on() {
		}

	}

	@Test
	void aStreamOfResults() {
		assertFailure(Streaming.class).hasMessageContaining("returns a Flux, which may hold any number of results");
	}

	static class Streaming {

		@SodpWatch("a")
		Flux<String> on() {
			return Flux.empty();
		}

	}

	@Test
	void nothingToSend() {
		assertFailure(SendsNothing.class).hasMessageContaining("it does not return a value that @SendTo could write");
	}

	static class SendsNothing {

		@SodpWatch("a")
		@SendTo("b")
		CompletableFuture<Void> on() {
			return CompletableFuture.completedFuture(null);
		}

	}

	@Test
	void nowhereToSend() {
		assertFailure(SendsNowhere.class).hasMessageContaining("its @SendTo cannot be resolved: no key is specified");
	}

	static class SendsNowhere {

		@SodpWatch("a")
		@SendTo
		String on() {
			return "";
		}

	}

	@Test
	void aResultThatChangesItsOwnKey() {
		assertFailure(SelfWriter.class).hasMessageContaining("its result would come back to it, 'a' -> 'a'");
	}

	static class SelfWriter {

		@SodpWatch(keys = { "x", "a" })
		@SendTo("a")
		String on() {
			return "";
		}

	}

	@Test
	void aCycleOfThreeWatchers() {
		assertFailure(FirstOfCycle.class, SecondOfCycle.class, ThirdOfCycle.class)
			.hasMessageContaining("ThirdOfCycle.on()")
			.hasMessageContaining("its result would come back to it, 'c' -> 'a' -> 'b' -> 'c'")
			.hasMessageContaining("Write the result to a key that none of the watchers involved watches");
	}

	static class FirstOfCycle {

		@SodpWatch("a")
		@SendTo("b")
		String on() {
			return "";
		}

	}

	static class SecondOfCycle {

		@SodpWatch("b")
		@SendTo({ "d", "c" })
		String on() {
			return "";
		}

	}

	static class ThirdOfCycle {

		@SodpWatch("c")
		@SendTo("a")
		String on() {
			return "";
		}

	}

}
