// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.access;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which keys a pattern matches, and what it captures.
 */
class KeyPatternTests {

	@ParameterizedTest
	@CsvSource({ "game.score, game.score", "game.*, game.a", "game.*, game.a.b", "*, game", "*, game.a.b",
			"user.{sub}, user.ada", "user.{sub}.*, user.ada.x", "user.{sub}.*, user.ada.x.y", "{sub}, ada",
			"{sub}.*, ada.x", "a.{sub}.c, a.b.c" })
	void matches(String pattern, String key) {
		assertThat(KeyPattern.parse(pattern).matches(key)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "game.*, game", "game.*, games.a", "game.*, game.", "game.score, game", "game.score, game.scores",
			"game.score, game.score.a", "game, game.score", "user.{sub}, user", "user.{sub}, user.ada.x",
			"user.{sub}.*, user.ada", "user.{sub}.*, users.ada.x", "a.{sub}.c, a.b.d", "a.{sub}.c, a..c",
			"game.score, GAME.score" })
	void doesNotMatch(String pattern, String key) {
		assertThat(KeyPattern.parse(pattern).matches(key)).isFalse();
	}

	@Test
	void capturesTheSegmentOfThePlaceholder() {
		assertThat(KeyPattern.parse("user.{sub}.*").match("user.ada.x")).isEqualTo(new KeyPattern.Match("ada"));
	}

	@Test
	void capturesNothingWithoutAPlaceholder() {
		assertThat(KeyPattern.parse("user.*").match("user.ada")).isEqualTo(new KeyPattern.Match(null));
	}

	/** As other servers do. */
	@Test
	void ofTwoPlaceholdersTheLastCounts() {
		assertThat(KeyPattern.parse("{sub}.friend.{sub}").match("ada.friend.bob"))
			.isEqualTo(new KeyPattern.Match("bob"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "game.", ".game", "game..score", "{sub}." })
	void aSegmentMustNotBeEmpty(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.parse(pattern))
			.withMessageContaining("empty segment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*.score", "game.*.score", "game*", "game.s*", "game.**", "*.*", "game.*." })
	void theWildcardMustBeTheLastSegment(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.parse(pattern))
			.withMessageContaining("must be the last segment");
	}

	@ParameterizedTest
	@ValueSource(strings = { "room.{room}", "user.{sub", "user.x{sub}", "user.{SUB}" })
	void thereIsOnePlaceholder(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeyPattern.parse(pattern))
			.withMessageContaining("the only placeholder is {sub}");
	}

}
