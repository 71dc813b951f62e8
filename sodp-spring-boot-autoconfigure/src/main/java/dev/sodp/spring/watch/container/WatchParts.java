// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.List;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.SodpErrorHandler;
import dev.sodp.spring.watch.SodpWatchInvocationException;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.spring.watch.container.ResultWriter.FailedWrite;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a watcher is made of.
 *
 * @param spec what to watch and how
 * @param description what is called, for people
 * @param client watches and writes results
 * @param calls makes the calls
 * @param targets keys that results are written to
 * @param mapper writes results as trees
 * @param errorHandler takes failures, or null to leave them to the client
 */
record WatchParts(SodpWatchSpec spec, String description, SodpClient client, WatchCalls calls, List<String> targets,
		JsonMapper mapper, @Nullable SodpErrorHandler errorHandler) {

	SodpWatchInvocationException failure(WatchMeta meta, Throwable cause) {
		return new SodpWatchInvocationException(this.spec.id(), this.description, meta, "failed", cause);
	}

	SodpWatchInvocationException failedWrite(WatchMeta meta, FailedWrite write) {
		return new SodpWatchInvocationException(this.spec.id(), this.description, meta,
				"could not write its result to '" + write.target() + "'", write.cause());
	}

	/** Tells the handler; false if there is none or it failed. */
	boolean handled(SodpWatchInvocationException failure) {
		if (this.errorHandler == null) {
			return false;
		}
		try {
			this.errorHandler.handleError(failure);
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
