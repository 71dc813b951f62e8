// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import dev.sodp.internal.Durations;
import dev.sodp.internal.MethodNames;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.runtime.DefaultSodpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Builds a {@link SodpServer}. Not thread-safe. Every setter checks its argument.
 */
public final class SodpServerBuilder {

	private final SodpServerOptions.Settings settings = new SodpServerOptions.Settings();

	SodpServerBuilder() {
	}

	/**
	 * Sets the name that HELLO carries, {@code sodp-spring} by default.
	 * @param serverName not empty
	 * @return this builder
	 * @throws IllegalArgumentException if it is empty
	 */
	public SodpServerBuilder name(String serverName) {
		Objects.requireNonNull(serverName, "name must not be null");
		if (serverName.isEmpty()) {
			throw new IllegalArgumentException("name must not be empty");
		}
		this.settings.name = serverName;
		return this;
	}

	/**
	 * Sets the authenticator, which asks every client that is not trusted for a token
	 * (protocol section 2).
	 * @param newAuthenticator checks the tokens, or null to let everyone in
	 * @return this builder
	 */
	public SodpServerBuilder authenticator(@Nullable SodpAuthenticator newAuthenticator) {
		this.settings.authenticator = newAuthenticator;
		return this;
	}

	/**
	 * Sets the policy that decides who may read and write which key; trusted peers and
	 * the hosting application are not asked.
	 * @param policy called while the state is locked
	 * @return this builder
	 */
	public SodpServerBuilder accessPolicy(AccessPolicy policy) {
		this.settings.accessPolicy = Objects.requireNonNull(policy, "policy must not be null");
		return this;
	}

	/**
	 * Sets the validator that checks resulting values before they are applied, whoever
	 * writes them.
	 * @param newValidator see there for when it is called
	 * @return this builder
	 */
	public SodpServerBuilder validator(StateValidator newValidator) {
		this.settings.validator = Objects.requireNonNull(newValidator, "validator must not be null");
		return this;
	}

	/**
	 * Bounds the encoded size of a value, 1 MiB by default; messages may be 64 KiB
	 * larger.
	 * @param bytes positive, at most 1 GiB
	 * @return this builder
	 * @throws IllegalArgumentException if it is not within these bounds
	 */
	public SodpServerBuilder maxValueBytes(int bytes) {
		atLeast(1, bytes, "maxValueBytes");
		if (bytes > SodpServerOptions.LARGEST_MAX_VALUE_BYTES) {
			throw new IllegalArgumentException("maxValueBytes must be at most "
					+ SodpServerOptions.LARGEST_MAX_VALUE_BYTES + " (was " + bytes + ")");
		}
		this.settings.maxValueBytes = bytes;
		return this;
	}

	/**
	 * Bounds the deltas queued for one session, 1,024 by default; a session that falls
	 * further behind is evicted.
	 * @param frames at least 8
	 * @return this builder
	 * @throws IllegalArgumentException if it is less
	 */
	public SodpServerBuilder backpressureLimit(int frames) {
		this.settings.backpressureLimit = atLeast(SodpServerOptions.SMALLEST_BACKPRESSURE_LIMIT, frames,
				"backpressureLimit");
		return this;
	}

	/**
	 * Bounds the calls a session may make in a second. There is no limit by default.
	 * @param calls 0 for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative
	 */
	public SodpServerBuilder writesPerSecond(int calls) {
		this.settings.writesPerSecond = atLeast(0, calls, "writesPerSecond");
		return this;
	}

	/**
	 * Bounds the WATCH and RESUME frames a session may send in a second; one that names
	 * several keys counts once. There is no limit by default.
	 * @param frames 0 for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative
	 */
	public SodpServerBuilder watchesPerSecond(int frames) {
		this.settings.watchesPerSecond = atLeast(0, frames, "watchesPerSecond");
		return this;
	}

	/**
	 * Bounds what all keys, values and logs together may take of the heap, as the server
	 * estimates it; 40% of the maximum heap by default. Where it is reached, logs are
	 * dropped, so that clients that reconnect get snapshots; then writes that make a
	 * value larger, new keys, and a WATCH of a key that does not exist are refused with
	 * 507. Deletions, the removal of presence and other writes always pass.
	 * @param bytes positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpServerBuilder maxTotalBytes(long bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("maxTotalBytes must be at least 1 (was " + bytes + ")");
		}
		this.settings.maxTotalBytes = bytes;
		return this;
	}

	/**
	 * Bounds the keys that the server holds, 1,000,000 by default: those that exist, are
	 * watched, or were deleted a short while ago. A write or WATCH of another key is
	 * refused with 507.
	 * @param keys positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpServerBuilder maxKeys(int keys) {
		this.settings.maxKeys = atLeast(1, keys, "maxKeys");
		return this;
	}

	/**
	 * Bounds the sessions that may be open, 10,000 by default; further sockets are closed
	 * with 1013. Trusted sessions neither count nor are refused.
	 * @param sessions positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpServerBuilder maxSessions(int sessions) {
		this.settings.maxSessions = atLeast(1, sessions, "maxSessions");
		return this;
	}

	/**
	 * Bounds the sessions that may be open from one address; further sockets are closed
	 * with 1013. There is no limit by default, since all clients behind a proxy or a
	 * router share an address. Of an IPv6 address only the network counts, its first 64
	 * bits.
	 * @param sessions 0 for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative
	 */
	public SodpServerBuilder maxSessionsPerAddress(int sessions) {
		this.settings.maxSessionsPerAddress = atLeast(0, sessions, "maxSessionsPerAddress");
		return this;
	}

	/**
	 * Bounds the sessions of one subject that may be open. A client beyond it receives an
	 * ERROR 429 as the answer to AUTH, and its socket is closed with 1013. There is no
	 * limit by default.
	 * @param sessions 0 for no limit
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative
	 */
	public SodpServerBuilder maxSessionsPerSubject(int sessions) {
		this.settings.maxSessionsPerSubject = atLeast(0, sessions, "maxSessionsPerSubject");
		return this;
	}

	/**
	 * Bounds the keys a session may watch, 100,000 by default; a WATCH or RESUME beyond
	 * it is refused with 429 as a whole.
	 * @param keys positive
	 * @return this builder
	 * @throws IllegalArgumentException if it is not positive
	 */
	public SodpServerBuilder maxKeysPerSession(int keys) {
		this.settings.maxKeysPerSession = atLeast(1, keys, "maxKeysPerSession");
		return this;
	}

	/**
	 * Bounds the deltas kept per key for RESUME, 1,000 by default.
	 * @param deltas 0 to answer every RESUME with a snapshot
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative
	 */
	public SodpServerBuilder logSize(int deltas) {
		this.settings.logSize = atLeast(0, deltas, "logSize");
		return this;
	}

	/**
	 * Sets how long the log of a deleted key is kept.
	 * @param retention positive, at most 365 days; 10 minutes by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder deletedLogRetention(Duration retention) {
		this.settings.deletedLogRetention = Durations.bounded(retention, "deletedLogRetention");
		return this;
	}

	/**
	 * Sets the time between HEARTBEATs; a session that does not answer one before the
	 * next is due is closed.
	 * @param interval positive, at most 365 days; 25 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder heartbeatInterval(Duration interval) {
		this.settings.heartbeatInterval = Durations.bounded(interval, "heartbeatInterval");
		return this;
	}

	/**
	 * Sets the time a client has to authenticate, including that of the
	 * {@link SodpAuthenticator}.
	 * @param timeout positive, at most 365 days; 15 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder authTimeout(Duration timeout) {
		this.settings.authTimeout = Durations.bounded(timeout, "authTimeout");
		return this;
	}

	/**
	 * Sets the time over which {@link SodpServer#drain()} closes the sessions of remote
	 * clients. Useful where clients can reconnect to another server meanwhile.
	 * @param time at most 365 days; zero, the default, to close all of them at once
	 * @return this builder
	 * @throws IllegalArgumentException if it is negative or longer than 365 days
	 */
	public SodpServerBuilder drainTime(Duration time) {
		if (Objects.requireNonNull(time, "drainTime must not be null").isNegative()) {
			throw new IllegalArgumentException("drainTime must not be negative (was " + time + ")");
		}
		this.settings.drainTime = time.isZero() ? time : Durations.bounded(time, "drainTime");
		return this;
	}

	/**
	 * Sets how long the hosting application waits for a write to be confirmed by the
	 * journal, or for its turn.
	 * @param timeout positive, at most 365 days; 10 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 * @see ServerWrites
	 */
	public SodpServerBuilder callTimeout(Duration timeout) {
		this.settings.callTimeout = Durations.bounded(timeout, "callTimeout");
		return this;
	}

	/**
	 * Sets what provides the values of keys that the server does not know; without it
	 * there are none.
	 * @param newLoaders the first one that supports a key is responsible for it
	 * @return this builder
	 */
	public SodpServerBuilder loaders(List<? extends SodpStateLoader> newLoaders) {
		this.settings.loaders = List.copyOf(newLoaders);
		return this;
	}

	/**
	 * Sets how long a {@link SodpStateLoader} has to answer.
	 * @param timeout positive, at most 365 days; 5 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder loadTimeout(Duration timeout) {
		this.settings.loadTimeout = Durations.bounded(timeout, "loadTimeout");
		return this;
	}

	/**
	 * Sets what is asked before a mutation is committed; without it nothing is.
	 * @param newInterceptors those that support a key are asked in this order
	 * @return this builder
	 */
	public SodpServerBuilder interceptors(List<? extends StateMutationInterceptor> newInterceptors) {
		this.settings.interceptors = List.copyOf(newInterceptors);
		return this;
	}

	/**
	 * Sets how long all {@link StateMutationInterceptor}s together have to decide about a
	 * mutation.
	 * @param timeout positive, at most 365 days; 5 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder interceptTimeout(Duration timeout) {
		this.settings.interceptTimeout = Durations.bounded(timeout, "interceptTimeout");
		return this;
	}

	/**
	 * Sets the methods that clients can CALL beside the built-in ones.
	 * @param newMethods by name: dot-separated segments of letters, digits, {@code _} and
	 * {@code -}, of which the first is not {@code state}
	 * @return this builder
	 * @throws IllegalArgumentException if a name is not valid
	 */
	public SodpServerBuilder methods(Map<String, ? extends SodpMethodHandler> newMethods) {
		newMethods.keySet().forEach(MethodNames::check);
		this.settings.methods = Map.copyOf(newMethods);
		return this;
	}

	/**
	 * Sets how long the call of a {@link SodpMethodHandler} may take, from its arrival to
	 * its answer. If the time is up before a thread has come to it, the client receives
	 * 503 and the handler is not called; later the client receives 504, as the handler
	 * may have had its effect.
	 * @param timeout positive, at most 365 days; 30 s by default
	 * @return this builder
	 * @throws IllegalArgumentException if it is zero, negative or longer than 365 days
	 */
	public SodpServerBuilder methodTimeout(Duration timeout) {
		this.settings.methodTimeout = Durations.bounded(timeout, "methodTimeout");
		return this;
	}

	/**
	 * Sets the journal, which keeps the state; without it the state is gone when the
	 * server is.
	 * @param journals makes a journal for each server that is built, which opens and
	 * closes it
	 * @return this builder
	 */
	public SodpServerBuilder journal(@Nullable Supplier<? extends Journal> journals) {
		this.settings.journal = journals;
		return this;
	}

	/**
	 * Sets the executor of socket writers, listeners, the authenticator, loaders,
	 * interceptors, methods and timers; without it the server uses threads of its own,
	 * which end when idle. A writer occupies a thread for as long as its socket blocks,
	 * and timeouts wait while all threads are occupied. An authenticator that blocks
	 * occupies up to 64.
	 * @param newExecutor must not run tasks on the calling thread; is not shut down by
	 * the server; null for the server's own threads
	 * @return this builder
	 */
	public SodpServerBuilder executor(@Nullable Executor newExecutor) {
		this.settings.executor = newExecutor;
		return this;
	}

	/**
	 * Sets the mapper for the values that the hosting application writes; without it the
	 * mapper that Jackson shares does.
	 * @param mapper the mapper
	 * @return this builder
	 */
	public SodpServerBuilder jsonMapper(JsonMapper mapper) {
		this.settings.jsonMapper = Objects.requireNonNull(mapper, "mapper must not be null");
		return this;
	}

	/**
	 * Builds the server and starts it. Blocks while the {@link #journal} is opened and
	 * the presence of its former sessions is removed.
	 * @return a server to be closed after use
	 * @throws dev.sodp.server.journal.JournalException if the journal cannot be opened
	 */
	public SodpServer build() {
		return DefaultSodpServer.create(options());
	}

	/**
	 * Returns the options as they are now.
	 * @return what {@link #build()} would build a server with; the builder may go on
	 */
	public SodpServerOptions options() {
		return new SodpServerOptions(this.settings);
	}

	private static int atLeast(int smallest, int value, String name) {
		if (value < smallest) {
			throw new IllegalArgumentException(name + " must be at least " + smallest + " (was " + value + ")");
		}
		return value;
	}

}
