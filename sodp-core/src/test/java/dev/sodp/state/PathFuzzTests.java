// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any text is a path, a pattern or a key, or is refused with a message.
 */
class PathFuzzTests {

	@FuzzTest
	void textIsAPathOrRefused(FuzzedDataProvider data) {
		String text = data.consumeRemainingAsString();
		try {
			StatePath path = StatePath.parse(text);
			assertThat(StatePath.parse(path.toString())).isEqualTo(path);
			assertThat(path.child("~/").toString()).endsWith("/~0~1");
		}
		catch (InvalidDeltaException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
		try {
			assertThat(PathPattern.parse(text)).hasToString(text);
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
		try {
			StateKeys.check(text);
			assertThat(text).matches("[a-zA-Z0-9_-]+(\\.[a-zA-Z0-9_-]+)*");
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
	}

}
