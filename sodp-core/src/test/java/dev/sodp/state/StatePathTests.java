// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StatePathTests {

	@Test
	void takesTheEmptyTextAndTheSlashAsTheRoot() {
		assertThat(StatePath.parse("")).isSameAs(StatePath.ROOT);
		assertThat(StatePath.parse("/")).isSameAs(StatePath.ROOT);
		assertThat(StatePath.ROOT.isRoot()).isTrue();
		assertThat(StatePath.ROOT).hasToString("/");
	}

	@Test
	void splitsAtSlashes() {
		assertThat(StatePath.parse("/a/0/b c").segments()).containsExactly("a", "0", "b c");
		assertThat(StatePath.parse("/a/").segments()).containsExactly("a", "");
		assertThat(StatePath.parse("//a").segments()).containsExactly("", "a");
		assertThat(StatePath.parse("//").segments()).containsExactly("", "");
	}

	@Test
	void unescapesOnceFromLeftToRight() {
		assertThat(StatePath.parse("/a~1b/c~0d/~01/~10/~1~0").segments()).containsExactly("a/b", "c~d", "~1", "/0",
				"/~");
	}

	@Test
	void takesALoneTildeLiterally() {
		assertThat(StatePath.parse("/~/~2/a~/~~1/~~").segments()).containsExactly("~", "~2", "a~", "~/", "~~");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/a", "/a/b", "/a/", "//a", "//", "/~0/~1", "/a~1b", "/-", "/ / " })
	void writesWhatItReads(String pointer) {
		assertThat(StatePath.parse(pointer)).hasToString(pointer);
		assertThat(StatePath.parse(StatePath.parse(pointer).toString())).isEqualTo(StatePath.parse(pointer))
			.hasSameHashCodeAs(StatePath.parse(pointer));
	}

	@Test
	void escapesSegmentsOfChildren() {
		StatePath path = StatePath.ROOT.child("a").child("b/c").child("~");
		assertThat(path).hasToString("/a/b~1c/~0").isEqualTo(StatePath.parse("/a/b~1c/~0"));
		assertThat(path.segments()).isEqualTo(List.of("a", "b/c", "~"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "a/b", " /a", "~1a", "#/a" })
	void refusesTextsThatDoNotStartWithASlash(String pointer) {
		assertThatExceptionOfType(InvalidDeltaException.class).isThrownBy(() -> StatePath.parse(pointer))
			.withMessageContaining("'" + pointer + "'");
	}

	@Test
	void quotesOnlyTheStartOfALongTextInTheMessage() {
		assertThatExceptionOfType(InvalidDeltaException.class).isThrownBy(() -> StatePath.parse("x".repeat(1_000_000)))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	@Test
	void refusesUnpairedSurrogates() {
		assertThatExceptionOfType(InvalidDeltaException.class).isThrownBy(() -> StatePath.parse("/a\uD800"));
		assertThatExceptionOfType(InvalidDeltaException.class).isThrownBy(() -> StatePath.parse("/\uDC00\uD800"));
	}

	@Test
	void findsTheNearestPlaceThatNeedsNoEscape() {
		assertThat(StatePath.parse("/a/b").plain()).isEqualTo(StatePath.parse("/a/b"));
		assertThat(StatePath.parse("/a//b").plain()).isEqualTo(StatePath.parse("/a//b"));
		assertThat(StatePath.parse("/a/b~1c/d").plain()).isEqualTo(StatePath.parse("/a"));
		assertThat(StatePath.parse("/a/b/~0").plain()).isEqualTo(StatePath.parse("/a/b"));
		assertThat(StatePath.parse("/~1/d").plain()).isSameAs(StatePath.ROOT);
		assertThat(StatePath.ROOT.child("").plain()).isSameAs(StatePath.ROOT);
		assertThat(StatePath.ROOT.plain()).isSameAs(StatePath.ROOT);
	}

}
