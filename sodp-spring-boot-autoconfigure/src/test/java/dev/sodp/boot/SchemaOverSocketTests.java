// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get whose values do not fit, whichever method they try.
 */
class SchemaOverSocketTests {

	private static final String SCHEMA = """
			{"game.player": {"type": "Object", "fields": {"name": "String",
			  "position": {"type": "Object", "fields": {"x": "Float"}}}},
			 "game.log": "Array"}""";

	private static final String PLAYER = "{'name': 'ada', 'position': {'x': 1.5}}";

	private static ConfigurableApplicationContext host;

	@BeforeAll
	static void startHost(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("schema.json"), SCHEMA);
		host = Hosts.start(NamedTokens.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.schema.location=" + file.toUri(), "sodp.server.schema.types[0].key=typed.*",
				"sodp.server.schema.types[0].type=" + Player.class.getName());
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	private static void assertRefused(String key, String method, String args, String message) throws Exception {
		try (WireClient ada = WireClient.open(Hosts.port(host), "ada")) {
			assertThat(ada.call("state.set", "{'state': '" + key + "', 'value': " + PLAYER + "}").success()).isTrue();
			long before = host.getBean(SodpServer.class).get(key).orElseThrow().version();

			Frame.Result result = ada.call(method, "{'state': '" + key + "', " + args + "}");

			assertThat(result.code()).isEqualTo(422);
			assertThat(result.data().asString()).contains(message);
			assertThat(host.getBean(SodpServer.class).get(key).orElseThrow().version()).isEqualTo(before);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "state.set | 'value': {'name': 'ada', 'position': {'x': 'far'}} | String",
					"state.patch | 'patch': {'position': {'x': 'far'}} | String",
					"state.set_in | 'path': '/position/x', 'value': 'far' | String",
					"state.set_in | 'path': '/position/x', 'value': null | null",
					"state.remove_in | 'path': '/position/x' | null" })
	void aViolationOfTheFileIsRefusedWithItsPath(String method, String args, String type) throws Exception {
		assertRefused("game.player", method, args, "game.player.position.x: expected Float, got " + type);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"state.set | 'value': {'position': {'x': 'far'}} | /position/x: must be a number",
			"state.set_in | 'path': '/position/x', 'value': 101 | /position/x: must be less than or equal to 100",
			"state.patch | 'patch': {'position': []} | /position: must be an object" })
	void aViolationOfTheTypeIsRefusedWithItsPath(String method, String args, String message) throws Exception {
		assertRefused("typed.ada", method, args, message);
	}

	@Test
	void presenceMustFitToo() throws Exception {
		assertRefused("game.player", "state.presence", "'path': '/name', 'value': 5",
				"game.player.name: expected String, got Int");
	}

	@Test
	void aKeyThatIsNotListedTakesAnything() throws Exception {
		try (WireClient ada = WireClient.open(Hosts.port(host), "ada")) {
			assertThat(ada.call("state.set", "{'state': 'other', 'value': [1, 'a', null]}").success()).isTrue();
			assertThat(ada.call("state.append", "{'state': 'game.log', 'value': 'x'}").success()).isTrue();
		}
	}

	/**
	 * Where something is.
	 *
	 * @param x not too far
	 */
	record Position(@Max(100) double x) {
	}

	/**
	 * A value.
	 *
	 * @param name any
	 * @param position where it is
	 */
	record Player(String name, @Valid Position position) {
	}

}
