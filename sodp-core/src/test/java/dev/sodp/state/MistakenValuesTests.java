// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.InputStream;
import java.io.Reader;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What Jackson would write, but not as what it holds. */
class MistakenValuesTests {

	private final TreeWriter writer = new TreeWriter(JsonMapper.shared());

	private void assertRefused(Object value, String path, String reason) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> this.writer.write(value))
			.withMessageContaining(reason)
			.extracting(InvalidValueException::path)
			.isEqualTo(path);
	}

	static Stream<Arguments> mistakes() {
		Supplier<Supplier<String>> lambda = () -> () -> "value";
		return Stream.of(arguments(new CompletableFuture<>(), "is a future"),
				arguments(CompletableFuture.completedStage(1), "thenCompose"),
				arguments(new FutureTask<>(() -> 1), "is a future"),
				arguments((Flow.Publisher<Integer>) (subscriber) -> {
				}, "is a publisher"), arguments(Stream.of(1), "only once"), arguments(IntStream.of(1), "only once"),
				arguments(List.of(1).iterator(), "only once"),
				arguments(Collections.enumeration(List.of(1)), "only once"),
				arguments(InputStream.nullInputStream(), "is a source of data"),
				arguments(Reader.nullReader(), "is a source of data"), arguments(new BitSet(), "toLongArray()"),
				arguments(lambda.get(), "is a lambda expression"));
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void isRefusedAsAWhole(Object value, String reason) {
		assertRefused(value, "", reason);
		assertRefused(new TypedValue(value, Object.class), "", reason);
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void isRefusedWhereItIsAPart(Object value, String reason) {
		assertRefused(List.of(1, value), "/1", reason);
		assertRefused(Map.of("a/b", new Holder(value)), "/a~1b/held", reason);
	}

	record Holder(Object held) {
	}

	static Stream<Object> optionals() {
		return Stream.of(Optional.of(1), Optional.empty(), OptionalInt.of(1), OptionalLong.empty(),
				OptionalDouble.of(1));
	}

	@ParameterizedTest
	@MethodSource("optionals")
	void anOptionalIsRefusedAsAWhole(Object optional) {
		assertRefused(optional, "", "write what it holds");
		assertRefused(new TypedValue(optional, optional.getClass()), "", "write what it holds");
	}

	@Test
	void anOptionalIsAPartLikeAnyOther() {
		JsonNode tree = this.writer.write(List.of(new Part(Optional.of("x")), new Part(Optional.empty())));

		assertThat(tree.toString()).isEqualTo("[{\"name\":\"x\"},{\"name\":null}]");
		assertThat(JsonMapper.shared().treeToValue(tree.get(1), Part.class)).isEqualTo(new Part(Optional.empty()));
	}

	record Part(Optional<String> name) {
	}

}
