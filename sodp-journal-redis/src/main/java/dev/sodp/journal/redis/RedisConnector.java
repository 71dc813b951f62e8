// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.journal.shared.LogConnection;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandKeyword;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections: finds the primary, connects to it twice, since a command that waits
 * for changes holds up all others, and checks that it is fit.
 */
final class RedisConnector {

	private final RedisClient client;

	private final RedisLogSettings settings;

	private final LogTimer timer;

	private final PrimaryLocator locator;

	/** All of which something is left, even if they have ended. */
	private final Set<RedisLink> links = ConcurrentHashMap.newKeySet();

	RedisConnector(RedisClient client, RedisLogSettings settings, LogTimer timer) {
		this.client = client;
		this.settings = settings;
		this.timer = timer;
		List<RedisURI> uris = settings.uris()
			.stream()
			.map((uri) -> PrimaryLocator.patient(uri, settings.commandTimeout()))
			.toList();
		this.locator = switch (settings.mode()) {
			case STANDALONE -> (partition) -> CompletableFuture.completedFuture(uris);
			case SENTINEL -> new SentinelLocator(client, uris.get(0));
			case CLUSTER -> new ClusterLocator(client, uris);
		};
	}

	CompletionStage<LogConnection> connect(int partition) {
		Keys keys = new Keys(this.settings.keyPrefix(), partition);
		return bounded(this.locator.locate(keys).toCompletableFuture()).thenCompose((uris) -> tryEach(uris, 0, keys))
			.handle((connection, error) -> {
				if (error != null) {
					throw Failures.unreachable(error);
				}
				return connection;
			});
	}

	private CompletableFuture<LogConnection> tryEach(List<RedisURI> uris, int index, Keys keys) {
		CompletableFuture<LogConnection> connected = connect(uris.get(index), keys);
		if (index + 1 == uris.size()) {
			return connected;
		}
		return connected.handle((connection, error) -> (error == null) ? connected : tryEach(uris, index + 1, keys))
			.thenCompose((next) -> next);
	}

	private CompletableFuture<LogConnection> connect(RedisURI uri, Keys keys) {
		CompletableFuture<RedisLink> commands = link(uri);
		CompletableFuture<RedisLink> changes = link(uri);
		CompletableFuture<LogConnection> connected = bounded(
				commands.thenCombine(changes, (first, second) -> prepare(first, second, keys))
					.thenCompose((next) -> next));
		connected.whenComplete((connection, error) -> {
			if (error != null) {
				commands.thenAccept((link) -> link.end("not fit"));
				changes.thenAccept((link) -> link.end("not fit"));
			}
		});
		return connected;
	}

	private CompletableFuture<RedisLink> link(RedisURI uri) {
		return this.client.connectAsync(ByteArrayCodec.INSTANCE, uri)
			.toCompletableFuture()
			.thenApply((connection) -> kept(new RedisLink(connection, this.settings.commandTimeout())));
	}

	private RedisLink kept(RedisLink link) {
		this.links.add(link);
		link.closed().thenRun(() -> this.links.remove(link));
		return link;
	}

	private CompletableFuture<LogConnection> prepare(RedisLink commands, RedisLink changes, Keys keys) {
		List<CompletableFuture<?>> loaded = new ArrayList<>();
		for (Script script : Script.values()) {
			loaded.add(commands.send(CommandType.SCRIPT, new StatusOutput<>(ByteArrayCodec.INSTANCE),
					RedisLink.args().add(CommandKeyword.LOAD).add(Utf8.bytes(script.source()))));
		}
		return changes.info("server", "replication", "memory")
			.thenCombine(commands.info("server", "replication"), this::check)
			.thenCompose((life) -> checkPartitions(commands, keys).thenCompose((checked) -> all(loaded))
				.thenApply((ready) -> (LogConnection) new RedisLogConnection(commands, changes, life, keys,
						this.settings, this.timer)))
			.exceptionallyCompose((error) -> CompletableFuture.failedFuture(Failures.understood(error)));
	}

	/**
	 * Closes all connections; completes when nothing of them is left, nor of those that
	 * were closed just before. The client would close what it still knows once more, and
	 * warn of that.
	 */
	CompletableFuture<@Nullable Void> close() {
		List<CompletableFuture<?>> closed = new ArrayList<>();
		this.links.forEach((link) -> {
			link.end("closed");
			closed.add(link.closed());
		});
		return all(closed);
	}

	private String check(ServerInfo one, ServerInfo other) {
		if (!one.isPrimary() || !other.isPrimary()) {
			throw Failures.unavailable("the server of the shared log is a replica", null);
		}
		if (!one.life().equals(other.life())) {
			throw Failures.unavailable("the connections to the shared log lead to different servers", null);
		}
		if (one.evictionPolicy().startsWith("allkeys-") && !this.settings.allowEviction()) {
			throw Failures.misconfigured(
					"The server of the shared log drops any key when its memory is full (maxmemory-policy is "
							+ one.evictionPolicy() + ")",
					"Set its maxmemory-policy to noeviction, or accept the loss of state by allowing eviction");
		}
		return one.life();
	}

	private CompletableFuture<?> checkPartitions(RedisLink commands, Keys keys) {
		int configured = this.settings.partitions();
		return new ScriptRunner(commands).run(Script.OPEN, List.of(keys.meta), configured).thenAccept((reply) -> {
			long stored = Replies.number(reply.get(0));
			if (stored != configured) {
				throw Failures.misconfigured(
						"The shared log is divided into " + stored + " partitions, but " + configured
								+ " are configured",
						"Configure " + stored + ", or begin with another key prefix or an empty server");
			}
		});
	}

	private static CompletableFuture<@Nullable Void> all(List<CompletableFuture<?>> stages) {
		return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
	}

	// A server that accepts connections but says nothing.
	private <T> CompletableFuture<T> bounded(CompletableFuture<T> stage) {
		Duration limit = this.settings.commandTimeout().multipliedBy(2);
		return stage.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
	}

}
