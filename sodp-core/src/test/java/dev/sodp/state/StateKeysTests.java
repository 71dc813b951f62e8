// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class StateKeysTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "game.player", "a.b.c", "A_1-2.Z9", "0", "-", "_" })
	void acceptsSegmentsSeparatedByDots(String key) {
		assertThatNoException().isThrownBy(() -> StateKeys.check(key));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a.", ".a", "a..b", "a b", "a/b", "é", "a\u0000", "٣", "a:b", "*" })
	void refusesEverythingElse(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> StateKeys.check(key)).withMessageContaining("tate key");
	}

	@Test
	void limitsTheLength() {
		assertThatNoException().isThrownBy(() -> StateKeys.check("x".repeat(256)));
		assertThatIllegalArgumentException().isThrownBy(() -> StateKeys.check("x".repeat(257)))
			.withMessageContaining("256");
	}

	@Test
	void saysWhichCharacterIsWrong() {
		assertThatIllegalArgumentException().isThrownBy(() -> StateKeys.check("ab cd"))
			.withMessageContaining("'ab cd'")
			.withMessageContaining("position 2");
	}

	@Test
	@SuppressWarnings("NullAway")
	void namesTheKeyThatIsNull() {
		assertThatNullPointerException().isThrownBy(() -> StateKeys.check(null)).withMessage("key must not be null");
		assertThatNullPointerException().isThrownBy(() -> StateKeys.checkSendable(null))
			.withMessage("key must not be null");
	}

}
