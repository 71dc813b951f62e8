// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import java.nio.charset.StandardCharsets;

import dev.sodp.server.document.InvalidDocumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an ACL file that cannot be used, or not all of it, is answered with.
 */
class AccessRulesFileTests {

	/** Single quotes stand for double ones. */
	private static AccessRules read(String json) {
		return AccessRules.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
	}

	private static void assertRefused(String json, int line, int column, String reason) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> read(json))
			.withMessage("line " + line + ", column " + column + ": " + reason)
			.satisfies((ex) -> {
				assertThat(ex.line()).isEqualTo(line);
				assertThat(ex.column()).isEqualTo(column);
				assertThat(ex.reason()).isEqualTo(reason);
			});
	}

	@Test
	void aMisspeltPatternIsFoundWithLineAndColumn() {
		assertRefused("""
				{"rules": [
				  {"key": "game.*", "read": "*", "write": "*"},
				  {"key": "game.*.x", "read": "*", "write": "*"}
				]}""", 3, 11, "'*' in the pattern 'game.*.x' must be the last segment, and all of it");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', value = { "{} | 1 | there is no array 'rules'",
			"`'rules'` | 1 | The ACL file must be an object, not a text",
			"{'rules': {}} | 11 | 'rules' must be an array, not an object",
			"{'rules': null} | 11 | 'rules' must be an array, not null",
			"[5] | 2 | A rule must be an object, not a number",
			"[{'read': '*', 'write': '*'}] | 2 | the rule has no pattern: 'key' is missing",
			"[{'key': 'a', 'state': 'b'}] | 2 | the rule has more than one of 'key', 'pattern' and 'state'",
			"[{'key': ['a']}] | 10 | The pattern must be a text, not an array",
			"[{'key': ''}] | 10 | the pattern '' has an empty segment",
			"[{'key': 'a..b'}] | 10 | the pattern 'a..b' has an empty segment",
			"[{'key': 'a', 'read': true}] | 23 | 'read', unless it is a text, must be an array, not a boolean",
			"[{'key': 'a', 'read': ['x', 1]}] | 29 | A permission must be a text, not a number",
			"[{'key': 'a', 'read': 'x', 'write': 'role:'}] | 37 | the permission 'role:' must have the form NAME:VALUE",
			"{'preset': 'keyclock', 'rules': []} | 12 | unknown preset 'keyclock'; there are keycloak, auth0, okta, cognito, generic",
			"{'preset': null, 'rules': []} | 12 | 'preset' must be a text, not null",
			"{'claim_mappings': [], 'rules': []} | 20 | 'claim_mappings' must be an object, not an array",
			"{'claim_mappings': {'role': 1}, 'rules': []} | 29 | The claim mapping 'role' must be a text, not a number",
			"{'claim_mappings': {'role': ''}, 'rules': []} | 20 | the claim mapping 'role' must not be empty",
			"{'rules': [], 'methods': {}} | 26 | 'methods' must be an array, not an object",
			"{'rules': [], 'methods': [{'call': '*'}]} | 27 | the method rule has no pattern: 'method' is missing",
			"{'rules': [], 'methods': [{'method': '*.x'}]} | 38 | '*' in the pattern '*.x' must be the last segment, and all of it",
			"[{'key': 'a', 'key': 'b'}] | 15 | there are two members 'key' in the same object",
			"[] [] | 4 | more than one JSON value" })
	void aMistakeIsFoundWithItsColumn(String json, int column, String reason) {
		assertRefused(json, 1, column, reason);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|',
			value = { "[{'key': 'a' | ends before", "{'rules': [{'key': | ends before",
					"[{'key': 'a',, }] | invalid JSON", "{'rules': [] | ends before", "nonsense | invalid JSON",
					"[{'key': 'a'}}] | invalid JSON", "[1, | ends before" })
	void whatIsNoCompleteJsonIsRefused(String json, String reason) {
		assertThatExceptionOfType(InvalidDocumentException.class).isThrownBy(() -> read(json))
			.withMessageStartingWith("line 1, column ")
			.withMessageContaining(reason);
	}

	@Test
	void anEmptyFileIsRefused() {
		assertRefused("", 1, 1, "the file is empty");
		assertRefused(" \n", 1, 1, "the file is empty");
	}

	/** Whatever a writer has not written yet, the file must not be mistaken for whole. */
	@Test
	void noBeginningOfAFileIsAFile() {
		String json = "{'preset': 'okta', 'rules': [{'key': 'a', 'read': '*', 'write': ['x', 'y']}]}";
		for (int length = 0; length < json.length(); length++) {
			String half = json.substring(0, length);
			assertThatExceptionOfType(InvalidDocumentException.class).as(half).isThrownBy(() -> read(half));
		}
	}

	@Test
	void anotherEncodingIsFoundWhereItBegins() {
		assertThatExceptionOfType(InvalidDocumentException.class)
			.isThrownBy(() -> AccessRules.read("[\n {\"key\": \"\u00e4".getBytes(StandardCharsets.ISO_8859_1)))
			.withMessage("line 2, column 11: the file is not encoded in UTF-8");
	}

	@Test
	void columnsCountCharacters() {
		assertRefused("{'\u00e4\u00f6': 1, 'rules': 2}", 1, 20, "'rules' must be an array, not a number");
	}

	@Test
	void unknownMembersAreIgnoredAndReported() {
		AccessRules rules = read("""
				{'version': 2, 'rules': [
				 {'key': 'a', 'read': '*', 'write': '*', 'comment': 'x'}],
				 'methods': [{'method': 'm', 'call': '*', 'why': 'x'}]}""");

		assertThat(rules.canRead(null, "a")).isTrue();
		assertThat(rules.warnings()).containsExactly(
				"line 1, column 13: The ACL file has a member 'version', which has no meaning here and is ignored",
				"line 2, column 53: A rule has a member 'comment', which has no meaning here and is ignored",
				"line 3, column 50: A method rule has a member 'why', which has no meaning here and is ignored");
	}

	@Test
	void aMissingPermissionDeniesAndIsReported() {
		AccessRules rules = read("[{'key': 'a', 'read': '*'}]");

		assertThat(rules.canWrite(null, "a")).isFalse();
		assertThat(rules.warnings())
			.containsExactly("line 1, column 2: the rule for 'a' has no 'write', so it denies that");
	}

	@Test
	void aPermissionThatCanGrantNothingIsReported() {
		assertThat(read("[{'key': 'game.*', 'read': '*', 'write': '{sub}'}]").warnings())
			.containsExactly("line 1, column 42: '{sub}' grants nothing, as the pattern 'game.*' has no segment {sub}");
	}

}
