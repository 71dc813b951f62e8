// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;

/**
 * Contexts of Netty. Without ALPN: a WebSocket begins with HTTP/1.1.
 */
final class TlsContexts {

	private TlsContexts() {
	}

	static SslContext of(SSLContext context) {
		return new JdkSslContext(context, false, null, IdentityCipherSuiteFilter.INSTANCE,
				ApplicationProtocolConfig.DISABLED, ClientAuth.NONE, null, false);
	}

	static SslContext check(SslContext context) {
		if (context.isClient()) {
			throw new IllegalArgumentException("context must be one of a server");
		}
		return context;
	}

}
