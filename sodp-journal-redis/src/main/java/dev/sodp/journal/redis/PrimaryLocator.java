// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisURI;

/** Finds the server that accepts writes of a partition at this moment. */
interface PrimaryLocator {

	/**
	 * Looks for it anew.
	 * @param partition the names of what is stored there
	 * @return where it may be, the likeliest first, never empty
	 */
	CompletionStage<List<RedisURI>> locate(Keys partition);

	/** A URI of a server that was named by another, with everything else as given. */
	static RedisURI at(RedisURI given, String host, int port) {
		RedisURI uri = RedisURI.builder()
			.withHost(host)
			.withPort(port)
			.withSsl(given)
			.withAuthentication(given)
			.withDatabase(given.getDatabase())
			.withTimeout(given.getTimeout())
			.build();
		uri.setClientName(given.getClientName());
		return uri;
	}

	/** A copy whose first commands wait as long as others. */
	static RedisURI patient(RedisURI given, Duration timeout) {
		RedisURI copy = new RedisURI();
		copy.setHost(given.getHost());
		copy.setPort(given.getPort());
		copy.setSocket(given.getSocket());
		copy.setDatabase(given.getDatabase());
		copy.setClientName(given.getClientName());
		copy.setSentinelMasterId(given.getSentinelMasterId());
		copy.applyAuthentication(given);
		copy.applySsl(given);
		// Last, as they would be made like it.
		given.getSentinels().forEach((sentinel) -> copy.getSentinels().add(patient(sentinel, timeout)));
		copy.setTimeout(timeout);
		return copy;
	}

}
