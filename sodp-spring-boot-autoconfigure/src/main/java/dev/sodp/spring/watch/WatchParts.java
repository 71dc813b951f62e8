// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.List;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.spring.watch.ResultWriter.FailedWrite;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts of a watcher.
 *
 * @param spec the attributes
 * @param description a human-readable description of what is called
 * @param client watches the keys and writes the results
 * @param calls makes the calls
 * @param targets the keys that results are written to
 * @param mapper converts results to trees
 * @param errorHandler handles failures, or null to leave them to the client
 */
record WatchParts(SodpWatchSpec spec, String description, SodpClient client, WatchCalls calls, List<String> targets,
		JsonMapper mapper, @Nullable SodpErrorHandler errorHandler) {

	SodpWatchInvocationException failure(WatchMeta meta, Throwable cause) {
		return new SodpWatchInvocationException(this.spec.id(), this.description, meta, cause);
	}

	SodpWatchInvocationException failedWrite(WatchMeta meta, FailedWrite write) {
		return new SodpWatchInvocationException(this.spec.id(), this.description, meta,
				"could not write its result to '" + write.target() + "'", write.cause());
	}

	/** Calls the handler; returns false if there is none or it failed. */
	boolean handled(SodpWatchInvocationException failure) {
		if (this.errorHandler == null) {
			return false;
		}
		try {
			this.errorHandler.handleError(failure);
			return true;
		}
		catch (Exception | Error ex) {
			failure.addSuppressed(ex);
			return false;
		}
	}

}
