// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TreeWriterTests {

	private final TreeWriter writer = new TreeWriter(null);

	@Test
	void anObjectBecomesAnImmutableTree() {
		JsonNode tree = this.writer.write(new Player("Ada", 100));

		assertThat(tree).isEqualTo(JsonMapper.shared().readTree("{\"name\":\"Ada\",\"hitPoints\":100}"));
		assertThat(Values.immutable(tree)).isSameAs(tree);
	}

	@Test
	void theMapperDecidesHowAnObjectLooks() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

		assertThat(new TreeWriter(mapper).write(new Player("Ada", 100)).has("hit_points")).isTrue();
	}

	@Test
	void aTreeIsFrozenWithoutTheMapper() {
		ObjectNode mutable = JsonNodeFactory.instance.objectNode().set("n", LongNode.valueOf(5));
		JsonNode written = this.writer.write(mutable);
		mutable.put("n", 6);

		assertThat(written.get("n").intValue()).isEqualTo(5);
	}

	@Test
	void anImmutableTreeIsReturnedAsItIs() {
		JsonNode tree = this.writer.write(Map.of("a", 1));

		assertThat(this.writer.write(tree)).isSameAs(tree);
	}

	@Test
	void nullBecomesTheNullNode() {
		assertThat(this.writer.write(null)).isSameAs(NullNode.getInstance());
	}

	@Test
	void whatCannotTravelIsRefusedWithItsPlace() {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> this.writer.write(Map.of("ratio", Double.NaN)))
			.satisfies((refused) -> assertThat(refused.path()).isEqualTo("/ratio"));
	}

	@Test
	void whatTheMapperCannotWriteFailsAsTheMapperSays() {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.writer.write(new Unwritable()));
	}

	record Player(String name, int hitPoints) {
	}

	static class Unwritable {

		public String getName() {
			throw new IllegalStateException("no name");
		}

	}

}
