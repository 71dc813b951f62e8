// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

/**
 * A Redis or Valkey on a port of its own, which writes nothing to the disk: whatever the
 * disk takes would make what is added to it look small.
 */
final class EngineProcess implements AutoCloseable {

	private static final int ATTEMPTS = 200;

	private final int port;

	private final Process process;

	private final RedisClient client;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private EngineProcess(int port, Process process) {
		this.port = port;
		this.process = process;
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", port));
		this.connection = connect();
	}

	static EngineProcess start(Path binary) throws IOException {
		int port = freePort();
		Path directory = Files.createTempDirectory("engine");
		Process process = new ProcessBuilder(List.of(binary.toString(), "--port", "" + port, "--bind", "127.0.0.1",
				"--appendonly", "no", "--save", "", "--dir", directory.toString()))
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		return new EngineProcess(port, process);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private StatefulRedisConnection<byte[], byte[]> connect() {
		for (int i = 0;; i++) {
			try {
				return this.client.connect(ByteArrayCodec.INSTANCE);
			}
			catch (RedisConnectionException ex) {
				if (i == ATTEMPTS || !this.process.isAlive()) {
					this.process.destroyForcibly();
					this.client.shutdown();
					throw ex;
				}
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
		}
	}

	int port() {
		return this.port;
	}

	/** A plain connection, which is not one of a node. */
	StatefulRedisConnection<byte[], byte[]> connection() {
		return this.connection;
	}

	/** Another plain connection. */
	StatefulRedisConnection<byte[], byte[]> newConnection() {
		return this.client.connect(ByteArrayCodec.INSTANCE);
	}

	/** What the engine has used of processors so far. */
	double cpuMicros() {
		return 1e6 * (number("cpu", "used_cpu_sys") + number("cpu", "used_cpu_user"));
	}

	/** A line of {@code INFO}. */
	double number(String section, String field) {
		return this.connection.sync()
			.info(section)
			.lines()
			.filter((line) -> line.startsWith(field + ":"))
			.mapToDouble((line) -> Double.parseDouble(line.substring(field.length() + 1).strip()))
			.findFirst()
			.orElseThrow();
	}

	@Override
	public void close() {
		this.client.shutdown();
		this.process.destroyForcibly();
	}

}
