// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Duration;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a server was built with. Immutable; made and checked by
 * {@link SodpServerBuilder}.
 *
 * @param name name sent in HELLO
 * @param authenticator checks tokens, or null to let everyone in
 * @param accessPolicy decides who may read and write what
 * @param validator checks resulting values
 * @param maxValueBytes largest encoded value of a key
 * @param backpressureLimit frames queued for a session before it is evicted
 * @param writesPerSecond calls a session may make per second, 0 for no limit
 * @param watchesPerSecond WATCH and RESUME frames a session may send per second, 0 for no
 * limit
 * @param maxKeysPerSession keys a session may watch
 * @param logSize deltas kept per key for RESUME
 * @param deletedLogRetention how long the log of a deleted key is kept
 * @param heartbeatInterval time between HEARTBEATs; a session that does not answer within
 * one is closed
 * @param authTimeout time a client has to authenticate
 * @param executor runs socket writers, listeners and the authenticator, or null for the
 * server's own threads
 * @param jsonMapper converts values of the hosting application
 */
public record SodpServerOptions(String name, @Nullable SodpAuthenticator authenticator, AccessPolicy accessPolicy,
		StateValidator validator, int maxValueBytes, int backpressureLimit, int writesPerSecond, int watchesPerSecond,
		int maxKeysPerSession, int logSize, Duration deletedLogRetention, Duration heartbeatInterval,
		Duration authTimeout, @Nullable Executor executor, JsonMapper jsonMapper) {

	/** Largest encoded value of a key, 1 MiB. */
	public static final int DEFAULT_MAX_VALUE_BYTES = 1024 * 1024;

	/** Largest value limit that may be set, 1 GiB. */
	public static final int LARGEST_MAX_VALUE_BYTES = 1 << 30;

	/** Frames queued for a session before it is evicted, 1,024. */
	public static final int DEFAULT_BACKPRESSURE_LIMIT = 1024;

	/** Fewest frames that a session may be allowed to queue, 8. */
	public static final int SMALLEST_BACKPRESSURE_LIMIT = 8;

	/** Keys a session may watch, 100,000. */
	public static final int DEFAULT_MAX_KEYS_PER_SESSION = 100_000;

	/** Deltas kept per key for RESUME, 1,000. */
	public static final int DEFAULT_LOG_SIZE = 1000;

	/** How long the log of a deleted key is kept, 10 minutes. */
	public static final Duration DEFAULT_DELETED_LOG_RETENTION = Duration.ofMinutes(10);

	/** Time between HEARTBEATs, 30 s. */
	public static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofSeconds(30);

	/** Time a client has to authenticate, 15 s. */
	public static final Duration DEFAULT_AUTH_TIMEOUT = Duration.ofSeconds(15);

}
