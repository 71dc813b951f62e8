// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.server;

import java.util.List;

import dev.sodp.journal.redis.RedisMode;
import io.lettuce.core.RedisURI;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Node;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Sentinel;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The Redis servers that Spring Boot knows, as the log of a cluster wants them, with the
 * precedence that Boot's own connections have.
 *
 * @param mode how the primary is found
 * @param uris where to look for it
 */
record RedisServers(RedisMode mode, List<RedisURI> uris) {

	/**
	 * Reads connection details.
	 * @param details the details
	 * @param tls whether connections are encrypted
	 * @param clientName name under which a server lists its connections, if any
	 * @return the servers
	 */
	static RedisServers of(DataRedisConnectionDetails details, boolean tls, @Nullable String clientName) {
		UriFactory factory = new UriFactory(details, tls, clientName);
		Sentinel sentinel = details.getSentinel();
		if (sentinel != null) {
			return new RedisServers(RedisMode.SENTINEL, List.of(factory.sentinels(sentinel)));
		}
		if (details.getCluster() != null) {
			return new RedisServers(RedisMode.CLUSTER, factory.nodes(details.getCluster().getNodes()));
		}
		if (details.getMasterReplica() != null) {
			return new RedisServers(RedisMode.STANDALONE, factory.nodes(details.getMasterReplica().getNodes()));
		}
		Standalone standalone = details.getStandalone();
		Assert.state(standalone != null, "The connection details name no Redis server");
		return new RedisServers(RedisMode.STANDALONE,
				List.of(factory.server(standalone.getHost(), standalone.getPort(), standalone.getDatabase())));
	}

	/**
	 * Describes the servers without their credentials.
	 * @return addresses for the log file
	 */
	String description() {
		List<String> addresses = this.uris.stream()
			.flatMap((uri) -> uri.getSentinels().isEmpty() ? List.of(uri).stream() : uri.getSentinels().stream())
			.map((uri) -> uri.getHost() + ":" + uri.getPort())
			.toList();
		return switch (this.mode) {
			case STANDALONE -> "Redis at " + String.join(", ", addresses);
			case SENTINEL -> "Redis '" + this.uris.get(0).getSentinelMasterId() + "' behind the sentinels at "
					+ String.join(", ", addresses);
			case CLUSTER -> "the Redis cluster at " + String.join(", ", addresses);
		};
	}

	/** Gives each address what all of them have in common. */
	private record UriFactory(DataRedisConnectionDetails details, boolean tls, @Nullable String clientName) {

		RedisURI server(String host, int port, int database) {
			return uri(RedisURI.builder().withHost(host).withPort(port).withDatabase(database),
					this.details.getUsername(), this.details.getPassword());
		}

		List<RedisURI> nodes(List<Node> nodes) {
			return nodes.stream().map((node) -> server(node.host(), node.port(), 0)).toList();
		}

		RedisURI sentinels(Sentinel sentinel) {
			RedisURI.Builder builder = RedisURI.builder()
				.withSentinelMasterId(sentinel.getMaster())
				.withDatabase(sentinel.getDatabase());
			for (Node node : sentinel.getNodes()) {
				builder.withSentinel(uri(RedisURI.builder().withHost(node.host()).withPort(node.port()),
						sentinel.getUsername(), sentinel.getPassword()));
			}
			return uri(builder, this.details.getUsername(), this.details.getPassword());
		}

		private RedisURI uri(RedisURI.Builder builder, @Nullable String username, @Nullable String password) {
			if (password != null && !password.isEmpty()) {
				if (username != null && !username.isEmpty()) {
					builder.withAuthentication(username, password.toCharArray());
				}
				else {
					builder.withPassword(password.toCharArray());
				}
			}
			if (StringUtils.hasText(this.clientName)) {
				builder.withClientName(this.clientName);
			}
			return builder.withSsl(this.tls).build();
		}

	}

}
