// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;

/** Entries of a stream that a plain client waits for. */
final class BareHop implements AutoCloseable {

	private static final byte[] FIELD = "d".getBytes(StandardCharsets.UTF_8);

	private final StatefulRedisConnection<byte[], byte[]> writer;

	private final StatefulRedisConnection<byte[], byte[]> reader;

	private final byte[] stream;

	private final byte[] value = new byte[200];

	private final Runnable onEntry;

	/**
	 * Begins to read.
	 * @param engine the engine
	 * @param stream name of the stream
	 * @param onEntry runs with each entry, on a thread of the client
	 */
	BareHop(EngineProcess engine, String stream, Runnable onEntry) {
		this.stream = stream.getBytes(StandardCharsets.UTF_8);
		this.onEntry = onEntry;
		this.writer = engine.newConnection();
		this.reader = engine.newConnection();
		List<StreamMessage<byte[], byte[]>> latest = this.writer.sync()
			.xrevrange(this.stream, Range.unbounded(), Limit.from(1));
		read(latest.isEmpty() ? "0-0" : latest.get(0).getId());
	}

	private void read(String after) {
		this.reader.async()
			.xread(XReadArgs.Builder.block(1000).count(500), StreamOffset.from(this.stream, after))
			.thenAccept((entries) -> {
				entries.forEach((entry) -> this.onEntry.run());
				read(entries.isEmpty() ? after : entries.get(entries.size() - 1).getId());
			});
	}

	/** Adds an entry. */
	void write() {
		this.writer.async().xadd(this.stream, Map.of(FIELD, this.value));
	}

	@Override
	public void close() {
		this.writer.close();
		this.reader.close();
	}

}
