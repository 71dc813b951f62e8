// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.properties;

import java.time.Duration;

import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.server.journal.shared.SharedLogSettings;
import org.jspecify.annotations.Nullable;

/**
 * Applies {@link SodpServerProperties.Cluster} to a log that nodes share, or reports the
 * property that prevents it.
 */
public final class ClusterPropertiesMapper {

	private static final String PREFIX = "sodp.server.cluster.";

	private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

	/** A user who is gone must not seem present for longer. */
	private static final Duration LONGEST_LEASE = Duration.ofMinutes(5);

	private static final int RENEWALS_PER_LEASE = 5;

	private static final int MOST_PARTITIONS = 100;

	private static final int MOST_REPLICAS = 100;

	private final SodpServerProperties.Cluster properties;

	private final @Nullable String application;

	/**
	 * Creates a mapper.
	 * @param properties the properties
	 * @param application name of the application, if it has one
	 */
	public ClusterPropertiesMapper(SodpServerProperties.Cluster properties, @Nullable String application) {
		this.properties = properties;
		this.application = application;
	}

	/**
	 * Applies all properties that concern the log.
	 * @param builder the builder of the log
	 */
	public void configure(RedisLogBuilder builder) {
		builder.keyPrefix(keyPrefix())
			.minReplicas(
					PropertyChecks.between(0, MOST_REPLICAS, PREFIX + "min-replicas", this.properties.minReplicas()))
			.partitions(PropertyChecks.between(1, MOST_PARTITIONS, PREFIX + "partitions", this.properties.partitions()))
			.allowEviction(this.properties.allowEviction())
			.commandTimeout(commandTimeout());
	}

	/**
	 * Returns how all keys in the log begin.
	 * @return the prefix
	 */
	public String keyPrefix() {
		String configured = this.properties.keyPrefix();
		String prefix = (configured != null) ? configured : defaultPrefix();
		if (prefix.isBlank() || prefix.indexOf('{') >= 0 || prefix.indexOf('}') >= 0) {
			throw new InvalidSodpPropertyException(PREFIX + "key-prefix", prefix,
					"it must not be empty or contain braces, which decide where Redis Cluster keeps a key",
					"Use a prefix such as 'sodp:shop'");
		}
		return prefix;
	}

	private String defaultPrefix() {
		if (this.application == null || this.application.isBlank()) {
			throw new InvalidSodpPropertyException(PREFIX + "key-prefix", "",
					"the application has no name either, so nothing would keep its state apart from that of others"
							+ " in the same Redis",
					"Set spring.application.name, or sodp.server.cluster.key-prefix to the same value on all nodes");
		}
		return "sodp:" + this.application;
	}

	/**
	 * Returns how the journal works.
	 * @return the settings
	 */
	public SharedLogSettings settings() {
		SharedLogSettings defaults = SharedLogSettings.DEFAULT;
		return new SharedLogSettings(lease(), lease().dividedBy(RENEWALS_PER_LEASE), defaults.timeout(),
				defaults.ids());
	}

	/**
	 * Returns how long a node counts as alive.
	 * @return the lease
	 */
	public Duration lease() {
		return PropertyChecks.between(SHORTEST_LEASE, LONGEST_LEASE, PREFIX + "lease", this.properties.lease());
	}

	/** A node must notice that a connection is dead while it is alive itself. */
	private Duration commandTimeout() {
		Duration half = lease().dividedBy(2);
		Duration usual = RedisLogBuilder.DEFAULT_COMMAND_TIMEOUT;
		return (half.compareTo(usual) < 0) ? half : usual;
	}

}
