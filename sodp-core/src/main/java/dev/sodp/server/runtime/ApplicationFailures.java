// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Logs what goes wrong in the hosting application's code: of each method, loader and so
 * on, whatever happens to the others. Thread-safe.
 */
final class ApplicationFailures {

	/** The {@link dev.sodp.server.AccessPolicy}. */
	static final String POLICY = "The access policy";

	/** The {@link dev.sodp.server.SodpAuthenticator}. */
	static final String AUTHENTICATOR = "The authenticator";

	private final LongSupplier nanoTime;

	/** As many as the application has methods, loaders and so on. */
	private final Map<Object, FailureLog> sources = new ConcurrentHashMap<>();

	/**
	 * Creates it.
	 * @param nanoTime a clock such as {@link System#nanoTime()}
	 */
	ApplicationFailures(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Something has failed.
	 * @param source which part of the application; nothing that a client can choose
	 * @param what names it, and what it should have done
	 * @param cause why it did not
	 */
	void failed(Object source, String what, Throwable cause) {
		this.sources.computeIfAbsent(source, (added) -> new FailureLog(this.nanoTime)).failed(what, cause);
	}

}
