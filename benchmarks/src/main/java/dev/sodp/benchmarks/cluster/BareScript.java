// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.sodp.journal.redis.RedisLog;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * The script that stores a change, run by a plain client with the arguments that a node
 * gives it, on keys of its own.
 */
final class BareScript implements AutoCloseable {

	private static final String PREFIX = "bare:{00}:";

	/** Where the entries are. */
	static final String LOG = PREFIX + "log";

	private static final String NODE = "00000000-0000-0000-0000-000000000000";

	private static final long STORED = 0;

	private static final long SNAPSHOT_NEEDED = 3;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final String digest;

	private final Keys keys;

	private final byte[] change;

	private final byte[] snapshot;

	private final byte[][] tags;

	private final byte[][] numbers;

	private int counter;

	/**
	 * Prepares everything.
	 * @param engine the engine
	 * @param keys the keys that a node has written, one of which was changed last
	 */
	BareScript(EngineProcess engine, Keys keys) throws IOException {
		this.connection = engine.newConnection();
		this.commands = this.connection.async();
		this.keys = keys;
		this.tags = new byte[keys.count()][];
		this.numbers = new byte[keys.count()][];
		RedisCommands<byte[], byte[]> sync = this.connection.sync();
		this.change = sync
			.xrevrange(bytes("sodp:{00}:log"), io.lettuce.core.Range.unbounded(), io.lettuce.core.Limit.from(1))
			.get(0)
			.getBody()
			.entrySet()
			.stream()
			.filter((field) -> field.getKey()[0] == 'd')
			.findFirst()
			.orElseThrow()
			.getValue();
		this.snapshot = new byte[512];
		try (InputStream script = RedisLog.class.getResourceAsStream("propose.lua")) {
			this.digest = sync.scriptLoad(script.readAllBytes());
		}
		sync.hset(bytes(PREFIX + "nodes"), bytes(NODE), bytes("9000000000000000"));
		// Another part may have written the log before.
		sync.hsetnx(bytes(PREFIX + "meta"), bytes("n"), bytes("1700000000000000"));
		sync.hset(bytes(PREFIX + "meta"), bytes("average"), bytes("512"));
		for (int i = 0; i < keys.count(); i++) {
			this.tags[i] = bytes("");
			this.numbers[i] = bytes("0");
			propose(i).join();
		}
	}

	/** Stores a change of a key, of which no other is under way. */
	CompletableFuture<?> propose(int key) {
		return propose(key, false);
	}

	private CompletableFuture<?> propose(int key, boolean withSnapshot) {
		String name = this.keys.name(key);
		byte[] tag = bytes(String.format("00000000-0000-0000-%016d", this.counter++));
		byte[][] names = { bytes(PREFIX + "m:" + name), bytes(PREFIX + "l:" + name), bytes(LOG),
				bytes(PREFIX + "nodes"), bytes(PREFIX + "meta"), bytes(PREFIX + "keys"), bytes(PREFIX + "p:" + name),
				bytes(PREFIX + "pres") };
		CompletableFuture<List<Object>> answer = this.commands
			.<List<Object>>evalsha(this.digest, ScriptOutputType.MULTI, names, bytes(NODE), bytes(name),
					this.numbers[key], this.tags[key], bytes("1"), bytes(withSnapshot ? "1" : "0"),
					withSnapshot ? this.snapshot : bytes(""), bytes("16384"), bytes("300000"), bytes("67108864"),
					bytes("1"), tag, this.change, bytes(""), bytes(""), bytes("0"))
			.toCompletableFuture();
		return answer.thenCompose((reply) -> {
			long code = (long) reply.get(0);
			if (code == SNAPSHOT_NEEDED) {
				return propose(key, true);
			}
			if (code != STORED) {
				throw new IllegalStateException("The script has answered " + code);
			}
			this.tags[key] = tag;
			this.numbers[key] = bytes(Long.toString((long) reply.get(1)));
			return CompletableFuture.completedFuture(null);
		});
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
