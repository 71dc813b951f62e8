// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.sodp.server.journal.Journal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything a server was built with. Immutable; made and checked by
 * {@link SodpServerBuilder}.
 *
 * <p>
 * Durations are positive and at most 365 days.
 */
public final class SodpServerOptions {

	/** Name that HELLO carries. */
	public static final String DEFAULT_NAME = "sodp-spring";

	/** Largest encoded value of a key, 1 MiB. */
	public static final int DEFAULT_MAX_VALUE_BYTES = 1024 * 1024;

	/** Largest value limit that may be set, 1 GiB. */
	public static final int LARGEST_MAX_VALUE_BYTES = 1 << 30;

	/** Frames queued for a session before it is evicted, 1,024. */
	public static final int DEFAULT_BACKPRESSURE_LIMIT = 1024;

	/** Fewest frames that a session may be allowed to queue, 8. */
	public static final int SMALLEST_BACKPRESSURE_LIMIT = 8;

	/** Share of the maximum heap that keys, values and logs may take, 40%. */
	public static final int DEFAULT_MAX_TOTAL_PERCENT = 40;

	/** Keys that a server holds, 1,000,000. */
	public static final int DEFAULT_MAX_KEYS = 1_000_000;

	/** Sessions that may be open, 10,000. */
	public static final int DEFAULT_MAX_SESSIONS = 10_000;

	/** Keys a session may watch, 100,000. */
	public static final int DEFAULT_MAX_KEYS_PER_SESSION = 100_000;

	/** Deltas kept per key for RESUME, 1,000. */
	public static final int DEFAULT_LOG_SIZE = 1000;

	/** How long the log of a deleted key is kept, 10 minutes. */
	public static final Duration DEFAULT_DELETED_LOG_RETENTION = Duration.ofMinutes(10);

	/** Time between HEARTBEATs, 25 s. */
	public static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofSeconds(25);

	/** Time a client has to authenticate, 15 s. */
	public static final Duration DEFAULT_AUTH_TIMEOUT = Duration.ofSeconds(15);

	/** Time the hosting application waits for a write to be confirmed, 10 s. */
	public static final Duration DEFAULT_CALL_TIMEOUT = Duration.ofSeconds(10);

	/** Time that a loader has to answer, 5 s. */
	public static final Duration DEFAULT_LOAD_TIMEOUT = Duration.ofSeconds(5);

	/** Time that interceptors have to decide about a mutation, 5 s. */
	public static final Duration DEFAULT_INTERCEPT_TIMEOUT = Duration.ofSeconds(5);

	/** Time that a method of the application has to answer, 30 s. */
	public static final Duration DEFAULT_METHOD_TIMEOUT = Duration.ofSeconds(30);

	private final Settings settings;

	SodpServerOptions(Settings settings) {
		this.settings = settings.copy();
	}

	/**
	 * Returns the name that HELLO carries.
	 * @return not empty; {@link #DEFAULT_NAME} unless set
	 */
	public String name() {
		return this.settings.name;
	}

	/**
	 * Returns the authenticator, which checks tokens.
	 * @return null to let everyone in
	 */
	public @Nullable SodpAuthenticator authenticator() {
		return this.settings.authenticator;
	}

	/**
	 * Returns the policy that decides who may read and write which key.
	 * @return {@link AccessPolicy#ALLOW_ALL} unless set
	 */
	public AccessPolicy accessPolicy() {
		return this.settings.accessPolicy;
	}

	/**
	 * Returns the validator of the values that writes result in.
	 * @return {@link StateValidator#ACCEPT_ALL} unless set
	 */
	public StateValidator validator() {
		return this.settings.validator;
	}

	/**
	 * Returns the largest encoded size of a value, in bytes.
	 * @return from 1 to {@link #LARGEST_MAX_VALUE_BYTES};
	 * {@link #DEFAULT_MAX_VALUE_BYTES} unless set
	 */
	public int maxValueBytes() {
		return this.settings.maxValueBytes;
	}

	/**
	 * Returns how many frames are queued for a session before it is evicted.
	 * @return at least {@link #SMALLEST_BACKPRESSURE_LIMIT};
	 * {@link #DEFAULT_BACKPRESSURE_LIMIT} unless set
	 */
	public int backpressureLimit() {
		return this.settings.backpressureLimit;
	}

	/**
	 * Returns how many calls a session may make in a second.
	 * @return 0 for no limit, as it is unless set
	 */
	public int writesPerSecond() {
		return this.settings.writesPerSecond;
	}

	/**
	 * Returns how many WATCH and RESUME frames a session may send in a second.
	 * @return 0 for no limit, as it is unless set
	 */
	public int watchesPerSecond() {
		return this.settings.watchesPerSecond;
	}

	/**
	 * Returns what all keys, values and logs together may take of the heap, as the server
	 * estimates it, in bytes.
	 * @return positive; {@link #DEFAULT_MAX_TOTAL_PERCENT} percent of the maximum heap
	 * unless set
	 */
	public long maxTotalBytes() {
		long bytes = this.settings.maxTotalBytes;
		return (bytes > 0) ? bytes : Math.max(1, Runtime.getRuntime().maxMemory() / 100 * DEFAULT_MAX_TOTAL_PERCENT);
	}

	/**
	 * Returns how many keys the server holds: those that exist, are watched, or were
	 * deleted a short while ago.
	 * @return positive; {@link #DEFAULT_MAX_KEYS} unless set
	 */
	public int maxKeys() {
		return this.settings.maxKeys;
	}

	/**
	 * Returns how many sessions may be open, not counting trusted ones.
	 * @return positive; {@link #DEFAULT_MAX_SESSIONS} unless set
	 */
	public int maxSessions() {
		return this.settings.maxSessions;
	}

	/**
	 * Returns how many sessions may be open of one subject.
	 * @return 0 for no limit, unless set
	 */
	public int maxSessionsPerSubject() {
		return this.settings.maxSessionsPerSubject;
	}

	/**
	 * Returns how many sessions may be open from one address, not counting trusted ones.
	 * @return 0 for no limit, as it is unless set
	 */
	public int maxSessionsPerAddress() {
		return this.settings.maxSessionsPerAddress;
	}

	/**
	 * Returns how many keys a session may watch.
	 * @return positive; {@link #DEFAULT_MAX_KEYS_PER_SESSION} unless set
	 */
	public int maxKeysPerSession() {
		return this.settings.maxKeysPerSession;
	}

	/**
	 * Returns how many deltas are kept for each key for RESUME.
	 * @return 0 if every RESUME is answered with a snapshot; {@link #DEFAULT_LOG_SIZE}
	 * unless set
	 */
	public int logSize() {
		return this.settings.logSize;
	}

	/**
	 * Returns how long the log of a deleted key is kept.
	 * @return {@link #DEFAULT_DELETED_LOG_RETENTION} unless set
	 */
	public Duration deletedLogRetention() {
		return this.settings.deletedLogRetention;
	}

	/**
	 * Returns the time between HEARTBEATs; a session that does not answer one within it
	 * is closed.
	 * @return {@link #DEFAULT_HEARTBEAT_INTERVAL} unless set
	 */
	public Duration heartbeatInterval() {
		return this.settings.heartbeatInterval;
	}

	/**
	 * Returns the time that a client has to authenticate.
	 * @return {@link #DEFAULT_AUTH_TIMEOUT} unless set
	 */
	public Duration authTimeout() {
		return this.settings.authTimeout;
	}

	/**
	 * Returns the time over which {@link SodpServer#drain()} closes sessions.
	 * @return zero unless set
	 */
	public Duration drainTime() {
		return this.settings.drainTime;
	}

	/**
	 * Returns how long the hosting application waits for a write to be confirmed.
	 * @return {@link #DEFAULT_CALL_TIMEOUT} unless set
	 */
	public Duration callTimeout() {
		return this.settings.callTimeout;
	}

	/**
	 * Returns what provides the values of unknown keys.
	 * @return immutable, in the order in which they are asked; empty unless set
	 */
	public List<SodpStateLoader> loaders() {
		return this.settings.loaders;
	}

	/**
	 * Returns how long a loader has to answer.
	 * @return {@link #DEFAULT_LOAD_TIMEOUT} unless set
	 */
	public Duration loadTimeout() {
		return this.settings.loadTimeout;
	}

	/**
	 * Returns what is asked before a mutation is committed.
	 * @return immutable, in the order in which they are asked; empty unless set
	 */
	public List<StateMutationInterceptor> interceptors() {
		return this.settings.interceptors;
	}

	/**
	 * Returns how long all interceptors together have to decide about a mutation.
	 * @return {@link #DEFAULT_INTERCEPT_TIMEOUT} unless set
	 */
	public Duration interceptTimeout() {
		return this.settings.interceptTimeout;
	}

	/**
	 * Returns the methods that clients can call beside the built-in ones.
	 * @return immutable, by name; empty unless set
	 */
	public Map<String, SodpMethodHandler> methods() {
		return this.settings.methods;
	}

	/**
	 * Returns how long the call of a method may take, from its arrival to its answer.
	 * @return {@link #DEFAULT_METHOD_TIMEOUT} unless set
	 */
	public Duration methodTimeout() {
		return this.settings.methodTimeout;
	}

	/**
	 * Returns where the journal of a new server comes from.
	 * @return null to keep the state in memory only
	 */
	public @Nullable Supplier<? extends Journal> journal() {
		return this.settings.journal;
	}

	/**
	 * Returns the executor of socket writers, listeners and the authenticator.
	 * @return null for the server's own threads
	 */
	public @Nullable Executor executor() {
		return this.settings.executor;
	}

	/**
	 * Returns the mapper that converts the values of the hosting application.
	 * @return the mapper that Jackson shares unless set
	 */
	public JsonMapper jsonMapper() {
		JsonMapper mapper = this.settings.jsonMapper;
		return (mapper != null) ? mapper : JsonMapper.shared();
	}

	@Override
	public String toString() {
		return "SodpServerOptions[name=" + name() + "]";
	}

	/**
	 * The options while the builder collects them. Another option is a field here with
	 * its default, an accessor above, and a setter of the builder, which checks it.
	 *
	 * <p>
	 * What the fields hold is immutable itself, so that a shallow copy keeps what was set
	 * up to then.
	 */
	static final class Settings implements Cloneable {

		String name = DEFAULT_NAME;

		@Nullable SodpAuthenticator authenticator;

		AccessPolicy accessPolicy = AccessPolicy.ALLOW_ALL;

		StateValidator validator = StateValidator.ACCEPT_ALL;

		int maxValueBytes = DEFAULT_MAX_VALUE_BYTES;

		int backpressureLimit = DEFAULT_BACKPRESSURE_LIMIT;

		int writesPerSecond;

		int watchesPerSecond;

		/** 0 for the share of the heap. */
		long maxTotalBytes;

		int maxKeys = DEFAULT_MAX_KEYS;

		int maxSessions = DEFAULT_MAX_SESSIONS;

		int maxSessionsPerAddress;

		int maxSessionsPerSubject;

		int maxKeysPerSession = DEFAULT_MAX_KEYS_PER_SESSION;

		int logSize = DEFAULT_LOG_SIZE;

		Duration deletedLogRetention = DEFAULT_DELETED_LOG_RETENTION;

		Duration heartbeatInterval = DEFAULT_HEARTBEAT_INTERVAL;

		Duration authTimeout = DEFAULT_AUTH_TIMEOUT;

		Duration drainTime = Duration.ZERO;

		Duration callTimeout = DEFAULT_CALL_TIMEOUT;

		List<SodpStateLoader> loaders = List.of();

		Duration loadTimeout = DEFAULT_LOAD_TIMEOUT;

		List<StateMutationInterceptor> interceptors = List.of();

		Duration interceptTimeout = DEFAULT_INTERCEPT_TIMEOUT;

		Map<String, SodpMethodHandler> methods = Map.of();

		Duration methodTimeout = DEFAULT_METHOD_TIMEOUT;

		@Nullable Supplier<? extends Journal> journal;

		@Nullable Executor executor;

		@Nullable JsonMapper jsonMapper;

		Settings copy() {
			try {
				return (Settings) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
