// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.RedisStateMachine;
import io.netty.buffer.Unpooled;

/**
 * The other end of a {@link RedisLink}: takes commands, and answers when a test says so.
 */
final class FakeServer {

	private final List<RedisCommand<?, ?, ?>> commands = new ArrayList<>();

	private final List<RedisConnectionStateListener> listeners = new ArrayList<>();

	private int answered;

	private boolean closed;

	RedisLink link(Duration timeout) {
		return new RedisLink(connection(), timeout);
	}

	@SuppressWarnings("unchecked")
	private StatefulRedisConnection<byte[], byte[]> connection() {
		return (StatefulRedisConnection<byte[], byte[]>) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { StatefulRedisConnection.class }, (proxy, method, args) -> switch (method.getName()) {
					case "dispatch" -> {
						this.commands.add((RedisCommand<?, ?, ?>) args[0]);
						yield args[0];
					}
					case "addListener" -> this.listeners.add((RedisConnectionStateListener) args[0]);
					case "isOpen" -> !this.closed;
					case "closeAsync" -> {
						this.closed = true;
						yield CompletableFuture.completedFuture(null);
					}
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	/** The commands that it was sent, as words. */
	List<String> commands() {
		return this.commands.stream().map(FakeServer::words).toList();
	}

	private static String words(RedisCommand<?, ?, ?> command) {
		var buffer = Unpooled.buffer();
		command.getArgs().encode(buffer);
		String args = buffer.toString(StandardCharsets.ISO_8859_1).replaceAll("\\$\\d+\r\n", "").replace("\r\n", " ");
		return command.getType() + " " + args.strip();
	}

	/** Answers the oldest command that is not answered yet. */
	void answer(String... lines) {
		RedisCommand<?, ?, ?> command = this.commands.get(this.answered++);
		decode(command.getOutput(), lines);
		command.complete();
	}

	static void decode(CommandOutput<?, ?, ?> output, String... lines) {
		byte[] bytes = (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
		// In two pieces, as it may arrive.
		RedisStateMachine decoder = new RedisStateMachine();
		var buffer = Unpooled.buffer().writeBytes(bytes, 0, bytes.length / 2);
		decoder.decode(buffer, output);
		buffer.writeBytes(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
		if (!decoder.decode(buffer, output)) {
			throw new IllegalArgumentException("incomplete: " + List.of(lines));
		}
	}

	void disconnect() {
		this.listeners.forEach((listener) -> listener.onRedisDisconnected(null));
	}

	boolean isClosed() {
		return this.closed;
	}

}
