// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Handles the failures of a watcher: exceptions thrown by its method, values that cannot
 * be converted to a parameter or are invalid, and results that could not be written.
 *
 * <p>
 * A watcher that specifies a handler ({@link SodpWatch#errorHandler()}) uses that one;
 * all others use the bean of this type, or the primary one of several. Without a handler,
 * a failure is passed to the client's {@link dev.sodp.client.SodpErrorListener} or, if
 * there is none either, logged as a single line with key, version and watcher id.
 *
 * <p>
 * Called on the thread on which the call ended, before the next event of the watcher; for
 * different watchers possibly at the same time.
 */
@FunctionalInterface
public interface SodpErrorHandler {

	/**
	 * Called for each failure.
	 * @param failure the key, version and watcher, with the actual exception as its cause
	 * @throws Exception if the failure could not be handled; it is then treated as if
	 * there were no handler, with this exception as a suppressed one
	 */
	void handleError(SodpWatchInvocationException failure) throws Exception;

}
