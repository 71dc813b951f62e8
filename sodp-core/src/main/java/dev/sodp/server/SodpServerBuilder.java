// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

import dev.sodp.server.runtime.DefaultSodpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link SodpServer}. Not thread-safe. Every setter checks its argument.
 */
public final class SodpServerBuilder {

	private static final String DEFAULT_NAME = "sodp-spring";

	private String name = DEFAULT_NAME;

	private @Nullable SodpAuthenticator authenticator;

	private AccessPolicy accessPolicy = AccessPolicy.ALLOW_ALL;

	private StateValidator validator = StateValidator.ACCEPT_ALL;

	private int maxValueBytes = SodpServerOptions.DEFAULT_MAX_VALUE_BYTES;

	private int backpressureLimit = SodpServerOptions.DEFAULT_BACKPRESSURE_LIMIT;

	private int writesPerSecond;

	private int watchesPerSecond;

	private int maxKeysPerSession = SodpServerOptions.DEFAULT_MAX_KEYS_PER_SESSION;

	private int logSize = SodpServerOptions.DEFAULT_LOG_SIZE;

	private Duration deletedLogRetention = SodpServerOptions.DEFAULT_DELETED_LOG_RETENTION;

	private Duration heartbeatInterval = SodpServerOptions.DEFAULT_HEARTBEAT_INTERVAL;

	private Duration authTimeout = SodpServerOptions.DEFAULT_AUTH_TIMEOUT;

	private @Nullable Executor executor;

	private @Nullable JsonMapper jsonMapper;

	SodpServerBuilder() {
	}

	/**
	 * Sets the name that HELLO carries.
	 * @param serverName not empty
	 * @return this builder
	 */
	public SodpServerBuilder name(String serverName) {
		Objects.requireNonNull(serverName, "name must not be null");
		if (serverName.isEmpty()) {
			throw new IllegalArgumentException("name must not be empty");
		}
		this.name = serverName;
		return this;
	}

	/**
	 * Asks every client that is not trusted for a token (protocol section 2).
	 * @param newAuthenticator checks the tokens, or null to let everyone in
	 * @return this builder
	 */
	public SodpServerBuilder authenticator(@Nullable SodpAuthenticator newAuthenticator) {
		this.authenticator = newAuthenticator;
		return this;
	}

	/**
	 * Decides who may read and write which key; trusted peers and the hosting application
	 * are not asked.
	 * @param policy called while the state is locked
	 * @return this builder
	 */
	public SodpServerBuilder accessPolicy(AccessPolicy policy) {
		this.accessPolicy = Objects.requireNonNull(policy, "policy must not be null");
		return this;
	}

	/**
	 * Checks resulting values before they are applied, whoever writes them.
	 * @param newValidator called while the state is locked
	 * @return this builder
	 */
	public SodpServerBuilder validator(StateValidator newValidator) {
		this.validator = Objects.requireNonNull(newValidator, "validator must not be null");
		return this;
	}

	/**
	 * Bounds the encoded size of a value; messages may be 64 KiB larger.
	 * @param bytes positive, at most 1 GiB
	 * @return this builder
	 */
	public SodpServerBuilder maxValueBytes(int bytes) {
		this.maxValueBytes = atLeast(1, bytes, "maxValueBytes");
		if (bytes > SodpServerOptions.LARGEST_MAX_VALUE_BYTES) {
			throw new IllegalArgumentException("maxValueBytes must be at most "
					+ SodpServerOptions.LARGEST_MAX_VALUE_BYTES + " (was " + bytes + ")");
		}
		return this;
	}

	/**
	 * Bounds the deltas queued for one session; a session that falls further behind is
	 * evicted.
	 * @param frames at least 8
	 * @return this builder
	 */
	public SodpServerBuilder backpressureLimit(int frames) {
		this.backpressureLimit = atLeast(SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT, frames, "backpressureLimit");
		return this;
	}

	/**
	 * Bounds the calls a session may make in a second.
	 * @param calls 0 for no limit
	 * @return this builder
	 */
	public SodpServerBuilder writesPerSecond(int calls) {
		this.writesPerSecond = atLeast(0, calls, "writesPerSecond");
		return this;
	}

	/**
	 * Bounds the WATCH and RESUME frames a session may send in a second; one that names
	 * several keys counts once.
	 * @param frames 0 for no limit
	 * @return this builder
	 */
	public SodpServerBuilder watchesPerSecond(int frames) {
		this.watchesPerSecond = atLeast(0, frames, "watchesPerSecond");
		return this;
	}

	/**
	 * Bounds the keys a session may watch; a WATCH or RESUME beyond it is refused with
	 * 429 as a whole.
	 * @param keys positive
	 * @return this builder
	 */
	public SodpServerBuilder maxKeysPerSession(int keys) {
		this.maxKeysPerSession = atLeast(1, keys, "maxKeysPerSession");
		return this;
	}

	/**
	 * Bounds the deltas kept per key for RESUME.
	 * @param deltas 0 to answer every RESUME with a snapshot
	 * @return this builder
	 */
	public SodpServerBuilder logSize(int deltas) {
		this.logSize = atLeast(0, deltas, "logSize");
		return this;
	}

	/**
	 * Sets how long the log of a deleted key is kept.
	 * @param retention positive
	 * @return this builder
	 */
	public SodpServerBuilder deletedLogRetention(Duration retention) {
		this.deletedLogRetention = positive(retention, "deletedLogRetention");
		return this;
	}

	/**
	 * Sets the time between HEARTBEATs; a session that does not answer one before the
	 * next is due is closed.
	 * @param interval positive
	 * @return this builder
	 */
	public SodpServerBuilder heartbeatInterval(Duration interval) {
		this.heartbeatInterval = positive(interval, "heartbeatInterval");
		return this;
	}

	/**
	 * Sets the time a client has to authenticate, including that of the
	 * {@link SodpAuthenticator}.
	 * @param timeout positive
	 * @return this builder
	 */
	public SodpServerBuilder authTimeout(Duration timeout) {
		this.authTimeout = positive(timeout, "authTimeout");
		return this;
	}

	/**
	 * Runs socket writers, listeners and the authenticator; without it the server uses
	 * threads of its own, which end when idle. A writer occupies a thread for as long as
	 * its socket blocks.
	 * @param newExecutor must not run tasks on the calling thread; is not shut down by
	 * the server
	 * @return this builder
	 */
	public SodpServerBuilder executor(@Nullable Executor newExecutor) {
		this.executor = newExecutor;
		return this;
	}

	/**
	 * Converts the values that the hosting application writes.
	 * @param mapper the mapper
	 * @return this builder
	 */
	public SodpServerBuilder jsonMapper(JsonMapper mapper) {
		this.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	/**
	 * Builds the server and starts it.
	 * @return a server to be closed after use
	 */
	public SodpServer build() {
		return DefaultSodpServer.create(options());
	}

	public SodpServerOptions options() {
		JsonMapper mapper = (this.jsonMapper != null) ? this.jsonMapper : JsonMapper.shared();
		return new SodpServerOptions(this.name, this.authenticator, this.accessPolicy, this.validator,
				this.maxValueBytes, this.backpressureLimit, this.writesPerSecond, this.watchesPerSecond,
				this.maxKeysPerSession, this.logSize, this.deletedLogRetention, this.heartbeatInterval,
				this.authTimeout, this.executor, mapper);
	}

	private static int atLeast(int smallest, int value, String name) {
		if (value < smallest) {
			throw new IllegalArgumentException(name + " must be at least " + smallest + " (was " + value + ")");
		}
		return value;
	}

	private static Duration positive(Duration duration, String name) {
		Objects.requireNonNull(duration, name + " must not be null");
		if (duration.isZero() || duration.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive (was " + duration + ")");
		}
		return duration;
	}

}
