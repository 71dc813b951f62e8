// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.sodp.server.SodpIdentity;
import dev.sodp.server.access.AccessRules;
import dev.sodp.server.schema.StateSchema;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ACL file and the schema file of the documentation do what the tables below them
 * say.
 */
class FileExamplesTests {

	private static byte[] example(String part) throws IOException {
		return Page.all()
			.filter((page) -> page.toString().endsWith("hosting.md"))
			.flatMap((page) -> page.blocks("json").stream())
			.map(Block::text)
			.filter((text) -> text.contains(part))
			.findFirst()
			.orElseThrow()
			.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void theAclFileDecidesAsStated() throws IOException {
		AccessRules rules = AccessRules.read(example("\"rules\""));
		SodpIdentity ada = new SodpIdentity("ada",
				Map.of("realm_access", Map.of("roles", List.of("support")), "org_id", "blue"), null);

		assertThat(rules.warnings()).isEmpty();
		assertThat(rules.canWrite(ada, "user.ada.settings")).isTrue();
		assertThat(rules.canRead(ada, "user.bob.settings")).isTrue();
		assertThat(rules.canWrite(ada, "user.bob.settings")).isFalse();
		assertThat(rules.canWrite(ada, "team.blue.plan")).isTrue();
		assertThat(rules.canRead(null, "game.score")).isTrue();
		assertThat(rules.canWrite(ada, "game.score")).isFalse();
		assertThat(rules.canRead(ada, "game")).isFalse();
		assertThat(rules.canRead(ada, "chat.lobby")).isFalse();
		assertThat(rules.canCall(ada, "game.start")).isFalse();
		assertThat(rules.canCall(ada, "game.join")).isTrue();
	}

	@Test
	void theSchemaFileAnswersAsStated() throws IOException {
		StateSchema schema = StateSchema.read(example("\"fields\""));
		JsonMapper json = JsonMapper.shared();

		assertThat(schema.warnings()).isEmpty();
		assertThat(schema.validate("game.player", json.readTree("{\"name\": \"ada\", \"health\": 9}"))).isEmpty();
		assertThat(schema.validate("game.player",
				json.readTree("{\"name\": \"ada\", \"health\": 9, \"position\": {\"x\": \"far\", \"y\": 1}}")))
			.contains("game.player.position.x: expected Float, got String");
		assertThat(schema.validate("game.player", json.readTree("{\"name\": \"ada\"}")))
			.contains("game.player.health: expected Int, got null");
	}

}
