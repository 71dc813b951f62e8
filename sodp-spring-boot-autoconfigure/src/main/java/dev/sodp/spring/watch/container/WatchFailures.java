// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.List;

import dev.sodp.spring.watch.SodpErrorHandler;
import dev.sodp.spring.watch.SodpWatchInvocationException;
import dev.sodp.spring.watch.container.ResultWriter.FailedWrite;
import dev.sodp.spring.watch.invocation.WatchEvent;

/**
 * Names what went wrong in a watcher and gives it to the error handler.
 */
final class WatchFailures {

	private final WatchParts parts;

	private final WatchActivity activity;

	WatchFailures(WatchParts parts, WatchActivity activity) {
		this.parts = parts;
		this.activity = activity;
	}

	SodpWatchInvocationException ofCall(WatchEvent event, Throwable cause) {
		return failure(event, "failed", cause);
	}

	SodpWatchInvocationException ofWrite(WatchEvent event, FailedWrite write) {
		return failure(event, "could not write its result to '" + write.target() + "'", write.cause());
	}

	private SodpWatchInvocationException failure(WatchEvent event, String problem, Throwable cause) {
		return new SodpWatchInvocationException(this.parts.spec().id(), this.parts.description(), event.meta(), problem,
				cause);
	}

	/** Those that are left when the handler has seen all. */
	List<SodpWatchInvocationException> unhandled(List<SodpWatchInvocationException> failures) {
		SodpErrorHandler handler = this.parts.errorHandler();
		if (handler == null) {
			return failures;
		}
		return failures.stream().filter((failure) -> !this.activity.calling(() -> handles(handler, failure))).toList();
	}

	private static boolean handles(SodpErrorHandler handler, SodpWatchInvocationException failure) {
		try {
			handler.handleError(failure);
			return true;
		}
		catch (Exception | Error ex) {
			if (ex != failure) {
				failure.addSuppressed(ex);
			}
			return false;
		}
	}

}
