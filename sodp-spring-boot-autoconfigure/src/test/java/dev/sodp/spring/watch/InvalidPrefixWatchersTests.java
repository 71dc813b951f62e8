// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.messaging.handler.annotation.SendTo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Prefixes that could never work stop the start, with an explanation.
 */
class InvalidPrefixWatchersTests {

	private static AbstractThrowableAssert<?, ?> assertFailure(Class<?>... beans) {
		return assertThatThrownBy(() -> WatchContext.start(beans).close())
			.isInstanceOf(InvalidSodpWatchException.class);
	}

	@Test
	void anAsteriskBehindPartOfASegment() {
		assertFailure(PartOfSegment.class).hasMessageContaining("PartOfSegment.on(Integer)")
			.hasMessageContaining("'game*' names neither a key nor all keys with a prefix")
			.hasMessageContaining("\"game.*\" for all keys that begin with \"game.\"")
			.hasMessageContaining("an asterisk may only be the last segment");
	}

	static class PartOfSegment {

		@SodpWatch("game*")
		void on(@Nullable Integer value) {
		}

	}

	@ParameterizedTest
	@ValueSource(
			strings = { "game*", "*.game", ".*", "game.*.score", "**", "game.**", "..*", ".game.*", "a..b.*", "*.*" })
	void whatIsNoPrefix(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SodpWatchSpec.of("id", name))
			.withMessageContaining("'" + name + "' names neither a key nor all keys with a prefix");
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "game.*", "game.players.*" })
	void whatIsOne(String name) {
		assertThat(SodpWatchSpec.of("id", name).keys()).containsExactly(name);
	}

	@Test
	void aPlaceholderThatResolvesToNoPrefix() {
		assertFailure(FromPlaceholder.class).hasMessageContaining("'from.property*' names neither");
	}

	static class FromPlaceholder {

		@SodpWatch("${watch.key}*")
		void on() {
		}

	}

	@Test
	void aResultThatIsToGoToAllKeysWithAPrefix() {
		assertFailure(ToPrefix.class)
			.hasMessageContaining("its @SendTo names 'total.*', which is not a single key to write a result to")
			.hasMessageContaining("a parameter of type StateRef");
	}

	static class ToPrefix {

		@SodpWatch("game.*")
		@SendTo("total.*")
		int on() {
			return 1;
		}

	}

	@Test
	void aResultThatWouldComeBackByThePrefix() {
		assertFailure(ToItself.class)
			.hasMessageContaining("its result would come back to it, 'game.total' -> 'game.total'");
	}

	static class ToItself {

		@SodpWatch("game.*")
		@SendTo("game.total")
		int on() {
			return 1;
		}

	}

	@Test
	void aResultThatWouldComeBackByAnotherPrefix() {
		assertFailure(First.class, Second.class)
			.hasMessageContaining("its result would come back to it, 'b.y' -> 'a.x' -> 'b.y'");
	}

	static class First {

		@SodpWatch("a.*")
		@SendTo("b.y")
		int on() {
			return 1;
		}

	}

	static class Second {

		@SodpWatch("b.*")
		@SendTo("a.x")
		int on() {
			return 1;
		}

	}

}
