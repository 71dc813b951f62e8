// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.schema;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.sodp.server.document.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a schema file accepts, and how it must be written. Single quotes stand for double
 * ones.
 */
class StateSchemaTests {

	private static final String PLAYER = """
			{'game.player': {'type': 'Object', 'nullable': false, 'fields': {
			  'name': {'type': 'String'}, 'health': 'Int',
			  'position': {'type': 'Object', 'nullable': true, 'fields': {'x': 'Float', 'y': 'Float'}}}},
			 'app.flags': 'Object'}""";

	private static StateSchema read(String json) {
		return StateSchema.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
	}

	private static Optional<String> validate(String schema, String key, String value) {
		return read(schema).validate(key, JsonMapper.shared().readTree(value.replace('\'', '"')));
	}

	@Test
	void aValueThatFitsIsAccepted() {
		assertThat(validate(PLAYER, "game.player", "{'name': 'ada', 'health': 9, 'position': {'x': 1.5, 'y': -2.0}}"))
			.isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"{'name': 'a', 'health': 9, 'position': {'x': '1', 'y': 2}} | game.player.position.x: expected Float, got String",
			"{'name': 'a', 'health': 9.5} | game.player.health: expected Int, got Float",
			"{'name': true, 'health': 9} | game.player.name: expected String, got Bool",
			"{'name': [], 'health': 9} | game.player.name: expected String, got Array",
			"{'name': {}, 'health': 9} | game.player.name: expected String, got Object",
			"[] | game.player: expected Object, got Array", "null | game.player: expected Object, got null",
			"7 | game.player: expected Object, got Int",
			"{'name': 'a', 'health': 9, 'position': 'here'} | game.player.position: expected Object, got String" })
	void aViolationNamesThePathAndTheTypes(String value, String message) {
		assertThat(validate(PLAYER, "game.player", value)).contains(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "String | 'a'", "Int | 5", "Int | -1", "Int | 18446744073709551615", "Float | 1.5", "Float | 1",
					"Float | 18446744073709551615", "Bool | false", "Object | {}", "Object | {'any': [1]}",
					"Array | []", "Array | [1, 'a', null]", "Any | 'a'", "Any | 5", "Any | 1.5", "Any | true",
					"Any | {}", "Any | []" })
	void aTypeAccepts(String type, String value) {
		assertThat(validate("{'k': '" + type + "'}", "k", value)).isEmpty();
		assertThat(validate("{'k': {'type': '" + type + "'}}", "k", value)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "String | 5", "Int | 1.0", "Int | '1'", "Int | true", "Float | '1.5'", "Bool | 0",
					"Bool | 'true'", "Object | []", "Object | 'a'", "Array | {}", "Array | 'a'", "Any | null",
					"String | null", "Object | null" })
	void aTypeRefuses(String type, String value) {
		assertThat(validate("{'k': '" + type + "'}", "k", value)).get()
			.asString()
			.startsWith("k: expected " + type + ", got ");
	}

	@ParameterizedTest
	@CsvSource({ "String", "Int", "Float", "Bool", "Object", "Array", "Any" })
	void nullableTakesNull(String type) {
		String schema = "{'k': {'type': '" + type + "', 'nullable': true}}";

		assertThat(validate(schema, "k", "null")).isEmpty();
		assertThat(validate("{'k': {'type': '" + type + "', 'nullable': false}}", "k", "null")).isPresent();
	}

	@Test
	void aDeclaredFieldThatIsAbsentCountsAsNull() {
		assertThat(validate(PLAYER, "game.player", "{'name': 'ada'}"))
			.contains("game.player.health: expected Int, got null");
		assertThat(validate(PLAYER, "game.player", "{'name': 'ada', 'health': 1}")).isEmpty();
	}

	@Test
	void fieldsThatAreNotDeclaredPass() {
		assertThat(validate(PLAYER, "game.player", "{'name': 'ada', 'health': 1, 'extra': {'x': 'y'}}")).isEmpty();
	}

	@Test
	void keysThatAreNotListedPass() {
		assertThat(validate(PLAYER, "game.player2", "5")).isEmpty();
		assertThat(validate(PLAYER, "game", "null")).isEmpty();
		assertThat(validate(PLAYER, "game.player.name", "5")).isEmpty();
	}

	@Test
	void anUnknownTypeIsFoundWithLineAndColumn() {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> read("""
				{'game.player': {'type': 'Object',
				  'fields': {'health': 'Integer'}}}"""))
			.withMessage("line 2, column 24: unknown type 'Integer'; the types are"
					+ " String, Int, Float, Bool, Object, Array, Any");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "[] | The schema file must be an object, not an array",
					"{'k': 5} | The schema of 'k', unless it is the name of a type, must be an object, not a number",
					"{'k': {'nullable': true}} | the schema of 'k' has no 'type'",
					"{'k': {'type': 5}} | 'type' must be a text, not a number",
					"{'k': {'type': 'Int', 'nullable': 'yes'}} | 'nullable' must be a boolean, not a text",
					"{'k': {'type': 'Object', 'fields': []}} | 'fields' must be an object, not an array",
					"{'k': 'int'} | unknown type 'int'", "{'k': ''} | unknown type ''",
					"{'k': {'type': 'Any', 'fields': {'x': 'Itn'}}} | unknown type 'Itn'",
					"{'k': 'Int', 'k': 'Any'} | there are two members 'k' in the same object" })
	void aMistakeIsRefused(String json, String reason) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> read(json))
			.withMessageStartingWith("line 1, column ")
			.withMessageContaining(reason);
	}

	@Test
	void whatHasNoEffectIsReported() {
		assertThat(read("{'k': {'type': 'Array', 'fields': {'x': 'Int'}, 'items': 'Int'}}").warnings()).containsExactly(
				"line 1, column 58: The schema of 'k' has a member 'items', which has no meaning here and is ignored",
				"line 1, column 35: The schema of 'k' has 'fields', which are ignored as its type is Array");
	}

}
