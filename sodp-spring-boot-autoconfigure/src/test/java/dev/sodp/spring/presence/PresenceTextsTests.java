// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * How the texts of a declaration are resolved.
 */
class PresenceTextsTests {

	private static final Map<String, String> VALUES = Map.of("${name}", "shop/eu", "${tilde}", "a~b", "${a:${name}}",
			"nested", "#{1 + {2}}", "3/4", "${empty}", "");

	private final PresenceTexts texts = new PresenceTexts((text) -> VALUES.getOrDefault(text, text));

	@ParameterizedTest
	@CsvSource({ "/a/b, /a/b", "/a~1b, /a~1b", "/${name}, /shop~1eu", "/x/${name}-${tilde}/y, /x/shop~1eu-a~0b/y",
			"/${a:${name}}, /nested", "/#{1 + {2}}, /3~14" })
	void onlyWhatIsResolvedIsEscaped(String written, String path) {
		assertThat(this.texts.path(written)).isEqualTo(path);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "a", "/a/", "//a", "/${empty}", "/a/${empty}/b" })
	void aPathMustLeadToAMember(String written) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.texts.path(written))
			.withMessageContaining("object member");
	}

	@Test
	void anUnknownPropertyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.texts.path("/${unknown}"))
			.withMessageContaining("undefined property");
	}

	@Test
	void aBraceThatIsNotClosedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.texts.path("/${name"))
			.withMessageContaining("closing brace");
	}

}
