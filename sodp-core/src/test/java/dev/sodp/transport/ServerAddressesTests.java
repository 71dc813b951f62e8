// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.URI;

import dev.sodp.transport.ServerAddresses.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerAddressesTests {

	private final ServerAddresses addresses = new ServerAddresses(true);

	@ParameterizedTest
	@ValueSource(strings = { "wss", "WSS" })
	void certificateIsCheckedAgainstTheNameWhateverTheCaseOfTheScheme(String scheme) {
		Target target = new Target(this.addresses, URI.create(scheme + "://192.0.2.1:7777/sodp"), "example.org:7777",
				"");

		assertThat(target.serverName()).isEqualTo("example.org");
	}

	@Test
	void thereIsNoNameToPresentWithoutTls() {
		Target target = new Target(this.addresses, URI.create("ws://192.0.2.1:7777/sodp"), "example.org:7777", "");

		assertThat(target.serverName()).isNull();
	}

	@Test
	void addressIsUsedAsItIs() {
		URI uri = URI.create("ws://127.0.0.1:7777/sodp");

		Target target = this.addresses.next(uri, null);

		assertThat(target.uri()).isEqualTo(uri);
		assertThat(target.host()).isNull();
		assertThat(target.details()).isEmpty();
	}

}
