// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

/**
 * Takes what went wrong in a watcher: what its method threw, a value that does not fit a
 * parameter or is not valid, a result that could not be written.
 *
 * <p>
 * A watcher that names a handler ({@link SodpWatch#errorHandler()}) tells that one; the
 * others tell the bean of this type, if there is one, or the primary one of several.
 * Without a handler the failure reaches the client's
 * {@link dev.sodp.client.SodpErrorListener}, and if there is none either, the log as one
 * line with key, version and watcher id.
 *
 * <p>
 * Called on the thread on which the call ended, before the next event of the watcher.
 */
@FunctionalInterface
public interface SodpErrorHandler {

	/**
	 * Called for each failure.
	 * @param failure key, version, watcher and, as the cause, what was thrown
	 * @throws Exception anything; the failure is then treated as if there were no
	 * handler, with this exception among its suppressed ones
	 */
	void handleError(SodpWatchInvocationException failure) throws Exception;

}
