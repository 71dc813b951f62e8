// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.document;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Documents whose shape attacks the parser rather than its user.
 */
class DocumentNodeTests {

	private static DocumentNode parse(String json) {
		return DocumentNode.parse(json.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void nestingIsBounded() {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> parse("[".repeat(100_000)))
			.withMessageContaining("depth");
	}

	@Test
	void membersKeepTheOrderOfTheDocument() {
		assertThat(parse("{\"z\": 1, \"a\": null, \"m\": true}").members("It")).containsOnlyKeys("z", "a", "m")
			.extractingByKey("m")
			.satisfies((node) -> assertThat(node.bool("It")).isTrue());
	}

	@Test
	void aControlCharacterInATextIsInvalid() {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> parse("[\n\"a\tb\"]"))
			.satisfies((ex) -> assertThat(ex.line()).isEqualTo(2));
	}

}
