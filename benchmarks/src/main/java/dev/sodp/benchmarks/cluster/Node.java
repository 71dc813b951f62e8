// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisMode;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.shared.SharedLogJournal;
import dev.sodp.server.journal.shared.SharedLogSettings;
import dev.sodp.transport.Peer;
import io.lettuce.core.RedisURI;

/** A server in a cluster, with sessions whose sockets lead nowhere. */
final class Node implements AutoCloseable {

	private final SodpServer server;

	private final LongAdder snapshots = new LongAdder();

	private final LongAdder deltas = new LongAdder();

	private long sessions;

	private Node(SodpServer server) {
		this.server = server;
	}

	static Node start(int port) {
		return new Node(SodpServer.builder()
			.maxSessions(1_000_000)
			// The sockets answer no ping.
			.heartbeatInterval(Duration.ofDays(1))
			.journal(() -> new SharedLogJournal(RedisLog.builder()
				.servers(RedisMode.STANDALONE, List.of(RedisURI.create("127.0.0.1", port)))
				.build(), SharedLogSettings.DEFAULT))
			.build());
	}

	SodpServer server() {
		return this.server;
	}

	/** What sessions have been sent. */
	long deltas() {
		return this.deltas.sum();
	}

	/**
	 * Opens a session.
	 * @param key what it watches
	 * @param onDelta runs with each delta that it is sent
	 */
	void watch(String key, Runnable onDelta) {
		MemorySocket socket = new MemorySocket(this.snapshots::increment, () -> {
			this.deltas.increment();
			onDelta.run();
		});
		MemorySocket.watch(this.server.accept(socket, Peer.remote("session-" + this.sessions++)), key);
	}

	/** Opens sessions, each of which watches the next of some keys. */
	void watch(int count, Keys keys) {
		for (int i = 0; i < count; i++) {
			watch(keys.name(i), () -> {
			});
		}
		awaitSnapshots();
	}

	/** Returns when all sessions have seen what they watch. */
	void awaitSnapshots() {
		while (this.snapshots.sum() < this.sessions) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
