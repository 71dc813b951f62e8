// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CallFramesTests {

	private static ByteBuffer message(String hex) {
		return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
	}

	@ParameterizedTest
	@ValueSource(strings = { "94050a01", "dc00040500", "dd0000000405", "94cc05", "94cd0005", "94ce00000005",
			"94cf0000000000000005" })
	void callsInEveryEncoding(String hex) {
		assertThat(CallFrames.isCall(message(hex))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "94", "9409", "9402", "05", "a505", "dc0004", "94cc", "94cc09", "94cd0105",
			"94ce000005", "c1" })
	void everythingElse(String hex) {
		assertThat(CallFrames.isCall(message(hex))).isFalse();
	}

}
