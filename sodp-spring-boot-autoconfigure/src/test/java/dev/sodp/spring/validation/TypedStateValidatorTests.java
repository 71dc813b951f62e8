// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sodp.server.access.KeyPattern;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What values of typed keys are refused with. Single quotes stand for double ones.
 */
class TypedStateValidatorTests {

	private static final ValidatorFactory VALIDATION = Validation.buildDefaultValidatorFactory();

	@AfterAll
	static void close() {
		VALIDATION.close();
	}

	private static TypedStateValidator validator(JsonMapper mapper, String key, Class<?> type) {
		return new TypedStateValidator(mapper, List.of(new TypedKey(KeyPattern.parse(key), type)),
				new BeanConstraints(VALIDATION.getValidator(), mapper));
	}

	private static Optional<String> validate(JsonMapper mapper, Class<?> type, String json) {
		return validator(mapper, "k", type).validate("k", JsonMapper.shared().readTree(json.replace('\'', '"')));
	}

	private static Optional<String> validate(Class<?> type, String json) {
		return validate(JsonMapper.shared(), type, json);
	}

	@Test
	void aValueThatFitsIsAccepted() {
		assertThat(validate(Player.class,
				"{'name': 'ada', 'hit_points': 9, 'position': {'x': 1.5}, 'items': [{'id': 'a'}],"
						+ " 'slots': {'left': {'id': 'b'}}, 'scores': [1], 'kind': 'ELF'}"))
			.isEmpty();
	}

	@Test
	void nullIsAcceptedAsJacksonReadsIt() {
		assertThat(validate(Player.class, "null")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'name': 'a', 'position': {'x': 'far'}} | /position/x: must be a number",
					"{'name': 'a', 'hit_points': 'x'} | /hit_points: must be an integer in the range of its type",
					"{'name': 'a', 'position': 5} | /position: must be an object with all that is required",
					"{'name': 'a', 'position': []} | /position: must be an object with all that is required",
					"{'name': ['a']} | /name: must be a text",
					"{'name': 'a', 'items': [{'id': 'a'}, {'id': {}}]} | /items/1/id: must be a text",
					"{'name': 'a', 'items': 'none'} | /items: must be an array",
					"{'name': 'a', 'slots': {'a/b~c': {'id': []}}} | /slots/a~1b~0c/id: must be a text",
					"{'name': 'a', 'kind': 'DWARF'} | /kind: must be one of the known names",
					"{'name': 'a', 'alive': 'perhaps'} | /alive: must be a boolean",
					"{'name': 'a', 'born': 'once'} | /born: must be a valid Instant",
					"{'name': 'a', 'id': 'x'} | /id: must be a valid UUID",
					"{'name': 'a', 'gold': {}} | /gold: must be a number",
					"[] | /: must be an object with all that is required",
					"7 | /: must be an object with all that is required",
					"{'name': 'a', 'hit_points': 99999999999} | /hit_points: " })
	void whatJacksonCannotReadIsRefusedWithItsPlace(String json, String message) {
		assertThat(validate(Player.class, json)).get().asString().startsWith(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{'name': 'a', 'position': {'x': 101}} | /position/x: must be less than or equal to 100",
					"{'name': 'a', 'hit_points': 101} | /hit_points: must be less than or equal to 100",
					"{'name': ' '} | /name: must not be blank", "{} | /name: must not be blank",
					"{'name': 'a', 'items': [{'id': 'a'}, {'id': ''}]} | /items/1/id: must not be blank",
					"{'name': 'a', 'slots': {'a/b': {'id': ''}}} | /slots/a~1b/id: must not be blank",
					"{'name': 'a', 'scores': [1, 101]} | /scores/1: must be less than or equal to 100" })
	void constraintsAreReportedAtTheirPlaceInTheValue(String json, String message) {
		assertThat(validate(Player.class, json)).contains(message);
	}

	@Test
	void ofSeveralViolationsTheSameOneIsAlwaysReported() {
		assertThat(validate(Player.class, "{'name': '', 'hit_points': 101, 'position': {'x': 200}}"))
			.contains("/hit_points: must be less than or equal to 100");
	}

	@Test
	void placesFollowTheNamingStrategy() {
		JsonMapper mapper = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE).build();

		assertThat(validate(mapper, Team.class, "{'team-name': ''}")).contains("/team-name: must not be blank");
	}

	@Test
	void anUnknownMemberIsRefusedWhereTheMapperRefusesIt() {
		JsonMapper strict = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

		assertThat(validate(strict, Team.class, "{'teamName': 'a', 'more': 1}"))
			.contains("/more: is not a known member");
		assertThat(validate(JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build(),
				Team.class, "{'teamName': 'a', 'more': 1}"))
			.isEmpty();
	}

	@Test
	void messagesNameNoClassesOfTheApplication() {
		assertThat(validate(Refusing.class, "{'x': 1}")).get()
			.asString()
			.doesNotContain("dev.sodp", "Refusing", "secret");
	}

	@Test
	void theFirstKeyThatMatchesCounts() {
		TypedStateValidator validator = new TypedStateValidator(JsonMapper.shared(),
				List.of(new TypedKey(KeyPattern.parse("game.name"), String.class),
						new TypedKey(KeyPattern.parse("game.*"), int.class)),
				Constraints.NONE);

		assertThat(validator.validate("game.name", JsonMapper.shared().readTree("\"x\""))).isEmpty();
		assertThat(validator.validate("game.score", JsonMapper.shared().readTree("\"x\""))).isPresent();
		assertThat(validator.validate("game.score", JsonMapper.shared().readTree("1"))).isEmpty();
		assertThat(validator.validate("game", JsonMapper.shared().readTree("\"x\""))).isEmpty();
		assertThat(validator.validate("chat", JsonMapper.shared().readTree("\"x\""))).isEmpty();
	}

	@Test
	void aTypeThatJacksonCanNeverReadIsRefusedAtOnce() {
		assertThatIllegalArgumentException().isThrownBy(() -> validator(JsonMapper.shared(), "k", Unknowable.class))
			.withMessageContaining(Unknowable.class.getName());
	}

	enum Kind {

		ELF, ORC

	}

	record Position(@Max(100) double x) {
	}

	record Item(@NotBlank String id) {
	}

	record Player(@NotBlank String name, @JsonProperty("hit_points") @Max(100) @Nullable Integer health,
			@Valid @Nullable Position position, @Nullable List<@Valid Item> items,
			@Nullable Map<String, @Valid Item> slots, @Nullable List<@Max(100) Integer> scores, @Nullable Kind kind,
			@Nullable Boolean alive, @Nullable Instant born, @Nullable UUID id, @Nullable BigDecimal gold) {
	}

	record Team(@NotBlank String teamName) {
	}

	record Refusing(int x) {

		Refusing {
			throw new IllegalArgumentException("secret " + x);
		}

	}

	interface Unknowable {

		String name();

	}

}
