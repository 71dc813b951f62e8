// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Tests for {@link HttpHeaders}. */
class HttpHeadersTests {

	@ParameterizedTest
	@CsvSource({ "Authorization,Bearer abc", "X-Empty,''", "X-Latin,gr\u00fcn" })
	void ordinaryHeadersPass(String name, String value) {
		assertThatNoException().isThrownBy(() -> new SodpClientBuilder("ws://localhost").header(name, value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret\n", "se\rcret", "secret\u0000", "secret\u20ac" })
	void aValueThatCannotBeSentIsRefusedAndNotShown(String value) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new SodpClientBuilder("ws://localhost").header("Authorization", value))
			.withMessageContaining("'Authorization'")
			.withMessageNotContaining("cret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "UPGRADE", "Connection", "Sec-WebSocket-Key" })
	void whatTheClientWritesItselfIsRefused(String name) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new SodpClientBuilder("ws://localhost").header(name, "x"))
			.withMessageContaining("written by the client itself");
	}

	@Test
	void aNameWithASpaceIsRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> new SodpClientBuilder("ws://localhost").header("My Header", "x"))
			.withMessageContaining("'My Header'");
	}

}
