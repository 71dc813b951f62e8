// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import javax.net.ssl.SSLException;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes contexts of Netty from SSL bundles. Without ALPN: a WebSocket begins with
 * HTTP/1.1.
 */
final class NettyTls {

	private NettyTls() {
	}

	static SslContext of(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		try {
			SslContextBuilder builder = SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory())
				.sslProvider(SslProvider.JDK)
				.trustManager(bundle.getManagers().getTrustManagerFactory());
			if (options.getEnabledProtocols() != null) {
				builder.protocols(options.getEnabledProtocols());
			}
			if (options.getCiphers() != null) {
				builder.ciphers(SslOptions.asSet(options.getCiphers()), SupportedCipherSuiteFilter.INSTANCE);
			}
			return builder.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The SSL bundle cannot be used: " + ex.getMessage(), ex);
		}
	}

}
