// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.sodp.client.WriteResult;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Values that never end fail the write that they are given to, and nothing else. */
class EndlessValuesTests {

	private static final String KEY = "team";

	private final Connected connected = new Connected();

	private final SodpTemplate sodp = new SodpTemplate(this.connected.client);

	@AfterEach
	void close() {
		this.connected.close();
	}

	static Stream<Named<Function<SodpWriteOperations, CompletableFuture<?>>>> writes() {
		return Stream.of(Named.of("set", (to) -> to.set(KEY, EndlessValues.team())), Named.of("set with its type",
				(to) -> to.set(KEY, Map.of("a", EndlessValues.team()), new TypeReference<>() {
				})), Named.of("patch", (to) -> to.patch(KEY, EndlessValues.team())),
				Named.of("setIn", (to) -> to.setIn(KEY, "/a", EndlessValues.team())),
				Named.of("append", (to) -> to.append(KEY, EndlessValues.team())),
				Named.of("append to a length", (to) -> to.append(KEY, EndlessValues.team(), 3)),
				Named.of("presence", (to) -> to.presence(KEY, "/a", EndlessValues.team())),
				Named.of("call", (to) -> to.call("state.set", Map.of("state", KEY, "value", EndlessValues.team()))));
	}

	@ParameterizedTest
	@MethodSource("writes")
	void theFutureOfAWriteFailsWithThePathWhereTheValueRepeats(
			Function<SodpWriteOperations, CompletableFuture<?>> write) {
		CompletableFuture<?> failed = write.apply(this.sodp);

		assertThat(failed).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(InvalidValueException.class)
			.withMessageContaining("/members/0/team' is the ")
			.withMessageContaining("again, which contains it");
	}

	@ParameterizedTest
	@MethodSource("writes")
	void soDoesThatOfAWriteAfterTheCommit(Function<SodpWriteOperations, CompletableFuture<?>> write) {
		CompletableFuture<?> failed = new TransactionTemplate(new RecordingTransactions())
			.execute((status) -> write.apply(this.sodp.afterCommit()));

		assertThat(failed).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(InvalidValueException.class);
	}

	@Test
	void aValueThatIsNestedTooDeeplyFailsItsWriteOnly() {
		CompletableFuture<WriteResult> failed = this.sodp.set(KEY, EndlessValues.deep());

		assertThat(failed).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOf(InvalidValueException.class)
			.withMessageContaining("128 levels");
		assertThat(this.sodp.setAndWait(KEY, List.of(1)).version()).isPresent();
		assertThat(JsonMapper.shared().writeValueAsString(List.of(1))).isEqualTo("[1]");
	}

	@Test
	void aBlockingWriteThrowsWhatTheFutureFailsWith() {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.sodp.setAndWait(KEY, EndlessValues.team()));
	}

	@Test
	void aReactiveWriteEndsWithTheFailure() {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(
				() -> new ReactiveSodpTemplate(this.sodp).set(KEY, EndlessValues.team()).block(Duration.ofSeconds(30)));
	}

	static Stream<Function<Connected, Long>> writesOfTheServer() {
		return Stream.of((on) -> on.server.set(KEY, EndlessValues.team()),
				(on) -> on.server.set(KEY, new TypedValue(EndlessValues.team(), EndlessValues.Team.class)),
				(on) -> on.server.patch(KEY, EndlessValues.team()),
				(on) -> on.server.setIn(KEY, "/a", EndlessValues.team()),
				(on) -> on.server.append(KEY, EndlessValues.team()),
				(on) -> on.server.append(KEY, EndlessValues.deep(), 3));
	}

	@ParameterizedTest
	@MethodSource("writesOfTheServer")
	void theServerRefusesTheWriteBecauseOfTheValue(Function<Connected, Long> write) {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> write.apply(this.connected))
			.withCauseInstanceOf(InvalidValueException.class)
			.satisfies((refused) -> assertThat(refused.code()).isEqualTo(ErrorCode.BAD_REQUEST));
		assertThat(this.connected.server.set(KEY, 1)).isPositive();
	}

}
