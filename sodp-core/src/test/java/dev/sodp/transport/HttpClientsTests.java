// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.InetSocketAddress;
import java.net.ProxySelector;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HttpClientsTests {

	@Test
	void linksOfTheWholeJvmShareOneHttpClient() {
		assertThat(HttpClients.get(null, null)).isSameAs(HttpClients.get(null, null));
	}

	@Test
	void otherSslContextOrProxyHasAnHttpClientOfItsOwn() throws Exception {
		SSLContext context = SSLContext.getDefault();
		ProxySelector proxy = ProxySelector.of(new InetSocketAddress("localhost", 3128));
		assertThat(HttpClients.get(context, null)).isSameAs(HttpClients.get(context, null))
			.isNotSameAs(HttpClients.get(null, null));
		assertThat(HttpClients.get(null, proxy)).isSameAs(HttpClients.get(null, proxy))
			.isNotSameAs(HttpClients.get(null, null));
	}

}
