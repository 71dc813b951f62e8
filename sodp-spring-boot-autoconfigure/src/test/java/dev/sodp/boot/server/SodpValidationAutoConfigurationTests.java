// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import dev.sodp.boot.properties.InvalidSodpPropertyException;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateValidator;
import dev.sodp.spring.validation.Constraints;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which validators a server has, and in which order they are asked.
 */
class SodpValidationAutoConfigurationTests {

	private static final String[] PLAYER = { "sodp.server.schema.types[0].key=game.player",
			"sodp.server.schema.types[0].type=" + Player.class.getName() };

	@TempDir
	private Path folder;

	private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SodpValidationAutoConfiguration.class,
				SodpServerAutoConfiguration.class, JacksonAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withPropertyValues("sodp.server.enabled=true");

	private String location(String schema) throws IOException {
		return "sodp.server.schema.location=" + Files.writeString(this.folder.resolve("schema.json"), schema).toUri();
	}

	private static void assertRefused(SodpServer server, String key, Object value, String reason) {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(() -> server.set(key, value))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(422);
				assertThat(ex).hasMessageContaining(reason);
			});
	}

	@Test
	void withoutPropertiesThereIsNone() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(StateValidator.class)
			.doesNotHaveBean(Constraints.class));
	}

	@Test
	void aFileStatesWhatValuesLookLike() throws IOException {
		this.contextRunner.withPropertyValues(location("{\"game.score\": \"Int\"}"))
			.run((context) -> assertRefused(context.getBean(SodpServer.class), "game.score", "x",
					"game.score: expected Int, got String"));
	}

	@Test
	void typesAreCheckedWithJacksonAndBeanValidation() {
		this.contextRunner.withPropertyValues(PLAYER).run((context) -> {
			SodpServer server = context.getBean(SodpServer.class);
			server.set("game.player", Map.of("health", 9));
			assertRefused(server, "game.player", Map.of("health", true), "/health: must be an integer");
			assertRefused(server, "game.player", Map.of("health", 101), "/health: must be less than or equal to 100");
		});
	}

	@Test
	void withoutBeanValidationJacksonAloneChecks() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(Validator.class))
			.withPropertyValues(PLAYER)
			.run((context) -> {
				SodpServer server = context.getBean(SodpServer.class);
				server.set("game.player", Map.of("health", 101));
				assertRefused(server, "game.player", Map.of("health", true), "/health: must be an integer");
			});
	}

	@Test
	void fileTypesAndValidatorsOfTheApplicationMustAllAgree() throws IOException {
		this.contextRunner.withPropertyValues(PLAYER)
			.withPropertyValues(
					location("{\"game.player\": {\"type\": \"Object\", \"fields\": {\"name\": \"String\"}}}"))
			.withBean("first", StateValidator.class,
					() -> (key, value) -> value.path("name").asString().equals("eve") ? Optional.of("no eve")
							: Optional.empty())
			.withBean("second", StateValidator.class,
					() -> (key, value) -> value.path("name").asString().equals("bob") ? Optional.of("no bob")
							: Optional.empty())
			.run((context) -> {
				SodpServer server = context.getBean(SodpServer.class);
				assertRefused(server, "game.player", Map.of("health", 101),
						"game.player.name: expected String, got null");
				assertRefused(server, "game.player", Map.of("name", "eve", "health", 101), "/health: must be");
				assertRefused(server, "game.player", Map.of("name", "eve", "health", 1), "no eve");
				assertRefused(server, "game.player", Map.of("name", "bob", "health", 1), "no bob");
				server.set("game.player", Map.of("name", "ada", "health", 1));
			});
	}

	/** Whoever builds the server decides how it validates. */
	@ParameterizedTest
	@ValueSource(strings = { "sodp.server.schema.location=file:/etc/schema.json",
			"sodp.server.schema.types[0].key=game.player" })
	void aServerOfTheApplicationThatIgnoresThePropertiesStopsTheStart(String property) {
		this.contextRunner.withPropertyValues(property)
			.withBean("mine", SodpServer.class, () -> SodpServer.builder().build())
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidSodpPropertyException.class)
				.hasMessageContaining("bean enforces it"));
	}

	@Test
	void anEmptyLocationStopsTheStart() {
		this.contextRunner.withPropertyValues("sodp.server.schema.location=")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("sodp.server.schema.location: it is empty"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "sodp.server.schema.types[0].type=java.util.Map | types[0].key | needs a key",
			"sodp.server.schema.types[0].key=a | types[0].type | needs a type" })
	void aTypeThatIsIncompleteStopsTheStart(String given, String property, String reason) {
		this.contextRunner.withPropertyValues(given)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidSodpPropertyException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("sodp.server.schema." + property);
					assertThat(ex.reason()).contains(reason);
				}));
	}

	@Test
	void aPlaceholderInAKeyStopsTheStart() {
		this.contextRunner
			.withPropertyValues("sodp.server.schema.types[0].key=user.{sub}",
					"sodp.server.schema.types[0].type=java.util.Map")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("must not contain {sub}"));
	}

	@Test
	void anUnknownClassStopsTheStart() {
		this.contextRunner
			.withPropertyValues("sodp.server.schema.types[0].key=a",
					"sodp.server.schema.types[0].type=com.example.Nope")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("com.example.Nope"));
	}

	/**
	 * A value.
	 *
	 * @param name any
	 * @param health not more than full
	 */
	record Player(String name, @Max(100) int health) {
	}

}
