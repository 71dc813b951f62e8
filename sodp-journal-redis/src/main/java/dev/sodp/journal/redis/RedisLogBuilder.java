// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import org.jspecify.annotations.Nullable;

/** Builds a {@link RedisLog}; not thread-safe. */
public final class RedisLogBuilder {

	/** How all keys begin by default. */
	public static final String DEFAULT_KEY_PREFIX = "sodp";

	/** How long a command may remain without an answer by default: 5 seconds. */
	public static final Duration DEFAULT_COMMAND_TIMEOUT = Duration.ofSeconds(5);

	/** How long a deletion is remembered by default: 5 minutes. */
	public static final Duration DEFAULT_DELETED_RETENTION = Duration.ofMinutes(5);

	private static final Duration SHORTEST_COMMAND_TIMEOUT = Duration.ofMillis(100);

	private RedisMode mode = RedisMode.STANDALONE;

	private List<RedisURI> uris = List.of(RedisURI.create("localhost", RedisURI.DEFAULT_REDIS_PORT));

	private Consumer<ClientResources.Builder> resources = (builder) -> {
	};

	private ClientOptions options = ClientOptions.create();

	private String keyPrefix = DEFAULT_KEY_PREFIX;

	private int partitions = 1;

	private int minReplicas;

	private boolean allowEviction;

	private Duration commandTimeout = DEFAULT_COMMAND_TIMEOUT;

	private Duration deletedRetention = DEFAULT_DELETED_RETENTION;

	RedisLogBuilder() {
	}

	/**
	 * Sets the servers, {@code localhost:6379} by default.
	 * @param mode how the one that accepts writes is found
	 * @param uris the servers; credentials, database and TLS settings are those of the
	 * first. With {@link RedisMode#SENTINEL} one URI with all sentinels and the name of
	 * the master
	 * @return this builder
	 */
	public RedisLogBuilder servers(RedisMode mode, List<RedisURI> uris) {
		check(!uris.isEmpty(), "servers must not be empty");
		check(mode != RedisMode.SENTINEL
				|| (uris.get(0).getSentinelMasterId() != null && !uris.get(0).getSentinels().isEmpty()),
				"a URI of sentinels must name them and the master");
		this.mode = mode;
		this.uris = List.copyOf(uris);
		return this;
	}

	/**
	 * Adapts what connections run on: address resolution, metrics, tracing. The threads
	 * are never those of other Redis clients, since they run steps of the server, and
	 * what blocks them would let the node miss the renewal of its lease.
	 * @param customizer called each time a log is built
	 * @return this builder
	 */
	public RedisLogBuilder clientResources(Consumer<ClientResources.Builder> customizer) {
		this.resources = customizer;
		return this;
	}

	/**
	 * Sets how connections are made: sockets, TLS. Reconnection, protocol version and
	 * time-outs of commands are decided by the log.
	 * @param options the options
	 * @return this builder
	 */
	public RedisLogBuilder clientOptions(ClientOptions options) {
		this.options = options;
		return this;
	}

	/**
	 * Sets how all keys begin, so that several clusters can use one server.
	 * @param keyPrefix without braces; {@value #DEFAULT_KEY_PREFIX} by default
	 * @return this builder
	 */
	public RedisLogBuilder keyPrefix(String keyPrefix) {
		check(!keyPrefix.isEmpty(), "keyPrefix must not be empty");
		check(keyPrefix.indexOf('{') < 0 && keyPrefix.indexOf('}') < 0,
				"keyPrefix must not contain braces, which decide about the slot of a key (was " + keyPrefix + ")");
		this.keyPrefix = keyPrefix;
		return this;
	}

	/**
	 * Sets into how many partitions keys are divided. Only Redis Cluster can spread more
	 * than one over several nodes. The same for all nodes for ever.
	 * @param partitions from 1, the default, to 100
	 * @return this builder
	 */
	public RedisLogBuilder partitions(int partitions) {
		check(partitions >= 1 && partitions <= 100, "partitions must be between 1 and 100 (was " + partitions + ")");
		this.partitions = partitions;
		return this;
	}

	/**
	 * Sets how many replicas must have a change before it counts as stored. A change that
	 * fewer have in half of the command time-out is reported as not confirmed.
	 * @param minReplicas 0, the default, or more
	 * @return this builder
	 */
	public RedisLogBuilder minReplicas(int minReplicas) {
		check(minReplicas >= 0, "minReplicas must not be negative (was " + minReplicas + ")");
		this.minReplicas = minReplicas;
		return this;
	}

	/**
	 * Accepts a server that drops any key when its memory is full, and with it parts of
	 * the state.
	 * @param allowEviction false by default: no connection is made to such a server
	 * @return this builder
	 */
	public RedisLogBuilder allowEviction(boolean allowEviction) {
		this.allowEviction = allowEviction;
		return this;
	}

	/**
	 * Sets how long a command may remain without an answer before the connection counts
	 * as dead.
	 * @param commandTimeout at least 100 milliseconds and shorter than the lease of a
	 * node; 5 seconds by default
	 * @return this builder
	 */
	public RedisLogBuilder commandTimeout(Duration commandTimeout) {
		check(commandTimeout.compareTo(SHORTEST_COMMAND_TIMEOUT) >= 0,
				"commandTimeout must be at least 100 milliseconds (was " + commandTimeout + ")");
		this.commandTimeout = commandTimeout;
		return this;
	}

	/**
	 * Sets how long it is remembered that a key was deleted.
	 * @param deletedRetention positive; 5 minutes by default
	 * @return this builder
	 */
	public RedisLogBuilder deletedRetention(Duration deletedRetention) {
		check(deletedRetention.toMillis() > 0,
				"deletedRetention must be at least a millisecond (was " + deletedRetention + ")");
		this.deletedRetention = deletedRetention;
		return this;
	}

	/**
	 * Builds the log. It connects when it is asked to.
	 * @return a log, to be closed by the caller
	 */
	public RedisLog build() {
		return new RedisLog(new RedisLogSettings(this.mode, this.uris, this.resources, this.options, this.keyPrefix,
				this.partitions, this.minReplicas, this.allowEviction, this.commandTimeout, this.deletedRetention));
	}

	private static void check(boolean valid, String message) {
		if (!valid) {
			throw new IllegalArgumentException(message);
		}
	}

}
