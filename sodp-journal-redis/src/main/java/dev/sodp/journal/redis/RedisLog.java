// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.SharedLog;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;

/**
 * Keeps the state of a cluster in Redis 7.0 or later, or Valkey. Each change is one Lua
 * script in one slot, so it is stored as a whole or not at all.
 */
public final class RedisLog implements SharedLog {

	private static final long SHUTDOWN_SECONDS = 2;

	private final RedisLogSettings settings;

	private final ClientResources resources;

	private final RedisClient client;

	private final LogTimer timer = new LogTimer();

	private final RedisConnector connector;

	RedisLog(RedisLogSettings settings) {
		this.settings = settings;
		ClientResources.Builder builder = ClientResources.builder();
		settings.resources().accept(builder);
		this.resources = builder.build();
		this.client = RedisClient.create(this.resources);
		this.client.setOptions(options(settings));
		this.connector = new RedisConnector(this.client, settings, this.timer);
	}

	/**
	 * Begins to build a log.
	 * @return a builder with the defaults
	 */
	public static RedisLogBuilder builder() {
		return new RedisLogBuilder();
	}

	// Whatever Lettuce would repeat on a new connection could be carried out twice, or by
	// a server that has lost what came before. RESP2, in which XREAD has one form.
	private static ClientOptions options(RedisLogSettings settings) {
		ClientOptions given = settings.options();
		SocketOptions sockets = given.getSocketOptions();
		if (sockets.getConnectTimeout().compareTo(settings.commandTimeout()) > 0) {
			sockets = sockets.mutate().connectTimeout(settings.commandTimeout()).build();
		}
		return given.mutate()
			.socketOptions(sockets)
			.autoReconnect(false)
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.protocolVersion(ProtocolVersion.RESP2)
			.timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
			.build();
	}

	@Override
	public int partitions() {
		return this.settings.partitions();
	}

	@Override
	public CompletionStage<LogConnection> connect(int partition) {
		return this.connector.connect(partition);
	}

	@Override
	public long nanos() {
		return System.nanoTime();
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.timer.after(delay, task);
	}

	@Override
	public void close() {
		this.connector.close().completeOnTimeout(null, SHUTDOWN_SECONDS, TimeUnit.SECONDS).join();
		this.timer.close();
		this.client.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS);
		this.resources.shutdown(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
	}

}
