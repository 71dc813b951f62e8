// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.sodp.boot.properties.ClusterPropertiesMapper;
import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.server.journal.shared.SharedLogJournal;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the journal of a node when its server is built, which opens and closes it, so
 * that nothing is left of a start that failed before.
 */
final class RedisJournals implements Supplier<SharedLogJournal> {

	private static final Logger logger = LoggerFactory.getLogger(RedisJournals.class);

	private final ClusterPropertiesMapper mapper;

	private final RedisServers servers;

	private final ClientOptions options;

	private final Consumer<ClientResources.Builder> resources;

	/**
	 * Creates a supplier.
	 * @param mapper applies the properties of the cluster
	 * @param servers where the state is kept
	 * @param options how connections are made
	 * @param resources adapts what connections run on
	 */
	RedisJournals(ClusterPropertiesMapper mapper, RedisServers servers, ClientOptions options,
			Consumer<ClientResources.Builder> resources) {
		this.mapper = mapper;
		this.servers = servers;
		this.options = options;
		this.resources = resources;
	}

	@Override
	public SharedLogJournal get() {
		RedisLogBuilder builder = RedisLog.builder();
		configure(builder);
		SharedLogJournal journal = new SharedLogJournal(builder.build(), this.mapper.settings());
		logger.info("The state is shared by the cluster '{}' in {}; this node is {}", this.mapper.keyPrefix(),
				this.servers.description(), journal.node());
		return journal;
	}

	void configure(RedisLogBuilder builder) {
		this.mapper.configure(builder);
		builder.servers(this.servers.mode(), this.servers.uris())
			.clientOptions(this.options)
			.clientResources(this.resources);
	}

}
