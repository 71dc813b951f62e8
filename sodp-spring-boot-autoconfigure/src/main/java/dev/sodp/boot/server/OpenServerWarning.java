// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once of a server that is open to everyone. With Spring Security, whose rules this
 * does not try to understand, an upgrade that was let in without a principal proves that
 * it is; without, nothing else protects it.
 */
final class OpenServerWarning {

	private static final Logger logger = LoggerFactory.getLogger(SodpServerAutoConfiguration.class);

	private final String path;

	/** Whether the next upgrade without a principal is worth a warning. */
	private final AtomicBoolean doubtful = new AtomicBoolean();

	OpenServerWarning(String path) {
		this.path = path;
	}

	/**
	 * The server itself requires nothing from its clients.
	 * @param secured whether Spring Security may require something
	 */
	void openServer(boolean secured) {
		if (secured) {
			this.doubtful.set(true);
		}
		else {
			logger.warn("Everyone who reaches {} may read and write all state, as there is no SodpAuthenticator bean",
					this.path);
		}
	}

	/** An upgrade without a principal has passed Spring Security. */
	void letInAnonymously() {
		if (this.doubtful.getAndSet(false)) {
			logger.warn("Everyone who reaches {} may read and write all state, as Spring Security requires no"
					+ " authentication there and there is no SodpAuthenticator bean", this.path);
		}
	}

}
