// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Deltas as other implementations apply them, with the outcome that protocol section 4
 * asks for.
 */
class DeltaVectorsTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	@ParameterizedTest(name = "{0}")
	@MethodSource("vectors")
	void givesTheRecordedOutcome(String name, JsonNode vector) {
		JsonNode before = vector.get("before");
		JsonNode untouched = before.deepCopy();
		if (vector.has("error")) {
			assertThatIllegalArgumentException().isThrownBy(() -> Deltas.apply(before, ops(vector.get("ops"))));
		}
		else {
			JsonNode after = Deltas.apply(before, ops(vector.get("ops")));
			assertThat(Values.equal(after, vector.get("after"))).as("%s", after).isTrue();
		}
		assertThat(before).isEqualTo(untouched);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("vectors")
	void startsFromImmutableValuesToo(String name, JsonNode vector) {
		if (vector.has("after")) {
			JsonNode after = Deltas.apply(Values.immutable(vector.get("before")), ops(vector.get("ops")));
			assertThat(Values.immutable(after)).isSameAs(after);
			assertThat(Values.equal(after, vector.get("after"))).as("%s", after).isTrue();
		}
	}

	/** What the decoder does with an operation on the wire, without the wire. */
	private static List<DeltaOp> ops(JsonNode ops) {
		List<DeltaOp> result = new ArrayList<>();
		for (JsonNode op : ops) {
			if (!op.has("op") || !op.has("path")) {
				throw new InvalidDeltaException("op or path is missing");
			}
			DeltaOp.Kind kind = DeltaOp.Kind.valueOf(op.get("op").stringValue());
			result.add(new DeltaOp(kind, op.get("path").stringValue(),
					op.has("value") ? op.get("value") : NullNode.getInstance()));
		}
		return result;
	}

	static Stream<Arguments> vectors() throws Exception {
		try (InputStream file = DeltaVectorsTests.class.getResourceAsStream("/vectors/delta-vectors.json")) {
			JsonNode vectors = MAPPER.readTree(Objects.requireNonNull(file)).get("vectors");
			assertThat(vectors).hasSizeGreaterThan(200);
			return vectors.valueStream().map((vector) -> Arguments.of(vector.get("name").stringValue(), vector));
		}
	}

}
