// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One key of a WATCH, or a RESUME.
 *
 * @param key the key as the client wrote it
 * @param stream where an ERROR goes: the stream of a request for one key, 0 for a key
 * among several
 * @param sinceVersion the version that the client has, or null for WATCH
 * @param params to be echoed in the snapshot
 * @param denied whether the session may not read the key
 */
record SubscribeRequest(String key, long stream, @Nullable Long sinceVersion, @Nullable JsonNode params,
		boolean denied) {

	/** Access is taken away before the request is answered. */
	SubscribeRequest revoked() {
		return new SubscribeRequest(this.key, this.stream, this.sinceVersion, this.params, true);
	}

}
