// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class LocalNamesTests {

	private final LocalNames names = new LocalNames(List.of("DevBox.example"));

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "LOCALHOST:8080", "127.0.0.1", "127.255.0.9:1", "[::1]", "[::1]:8080",
			"[0:0:0:0:0:0:0:1]", "devbox.example", "devbox.EXAMPLE:443" })
	void namesOfThisMachine(String host) {
		assertThat(this.names.contains(host)).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "example.org", "localhost.example.org", "127.0.0.1.example.org", "127.example.org",
			"128.0.0.1", "0.0.0.0", "127.1", "2130706433", "[::2]", "::1", "[::1", "a.devbox.example", "localhost:x" })
	void namesThatAnyoneCanUse(String host) {
		assertThat(this.names.contains(host)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.8.9.10", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1" })
	void addressesOfThisMachine(String address) {
		assertThat(LocalNames.isLoopback(address)).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "localhost", "10.0.0.1", "::2", "fe80::1%1", "unknown", "cafe", "127.0.0.300" })
	void otherAddresses(String address) {
		assertThat(LocalNames.isLoopback(address)).isFalse();
	}

}
