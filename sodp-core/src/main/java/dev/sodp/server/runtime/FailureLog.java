// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.function.LongSupplier;

import dev.sodp.internal.Occasions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs the failures of one part of the hosting application, one a minute at level ERROR,
 * since clients can cause them as fast as they can send. Thread-safe.
 */
final class FailureLog {

	private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

	private final Occasions occasions;

	FailureLog(LongSupplier nanoTime) {
		this.occasions = new Occasions(nanoTime);
	}

	/**
	 * That part has failed.
	 * @param what names it, and what it should have done
	 * @param cause why it did not
	 */
	void failed(String what, Throwable cause) {
		long unlogged = this.occasions.next();
		if (unlogged >= 0) {
			log.error("{}. {} such failures before this one were logged at level DEBUG", what, unlogged, cause);
		}
		else {
			log.debug("{}", what, cause);
		}
	}

}
