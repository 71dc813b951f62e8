// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.client;

import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ssl.SslBundle;

/**
 * Provides the SSL context of the current content of a bundle. A bundle that cannot be
 * used after an update leaves the previous one in place, so that a half-written file does
 * not interrupt any connection.
 */
final class ReloadingSslContext implements Supplier<SSLContext> {

	private static final Logger logger = LoggerFactory.getLogger(ReloadingSslContext.class);

	private final String name;

	private volatile SSLContext current;

	ReloadingSslContext(String name, SslBundle bundle) {
		this.name = name;
		this.current = bundle.createSslContext();
	}

	void update(SslBundle bundle) {
		try {
			this.current = bundle.createSslContext();
			logger.info("SSL bundle '{}' was updated; the next SODP connection uses it", this.name);
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '{}' was updated, but cannot be used; SODP keeps using the previous one",
					this.name, ex);
		}
	}

	@Override
	public SSLContext get() {
		return this.current;
	}

}
