// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection that ends for good: when it breaks, when a command is not answered
 * in time, and when an answer says that its server does not accept writes. Whatever was
 * not answered fails then.
 */
final class RedisLink {

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final long timeoutNanos;

	private final Queue<Unanswered<?>> unanswered = new ConcurrentLinkedQueue<>();

	private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

	private final CompletableFuture<String> ended = new CompletableFuture<>();

	private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

	RedisLink(StatefulRedisConnection<byte[], byte[]> connection, Duration timeout) {
		this.connection = connection;
		this.timeoutNanos = timeout.toNanos();
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisDisconnected(RedisChannelHandler<?, ?> channel) {
				end("disconnected");
			}

		});
		if (!connection.isOpen()) {
			end("disconnected");
		}
	}

	static CommandArgs<byte[], byte[]> args() {
		return new CommandArgs<>(ByteArrayCodec.INSTANCE);
	}

	/** Never completes exceptionally. */
	CompletableFuture<String> ended() {
		return this.ended;
	}

	/** Completes some time after the end, when nothing is left. */
	CompletableFuture<@Nullable Void> closed() {
		return this.closed;
	}

	<T> CompletableFuture<T> send(ProtocolKeyword type, CommandOutput<byte[], byte[], T> output,
			CommandArgs<byte[], byte[]> args) {
		return send(type, output, args, Duration.ZERO);
	}

	/**
	 * Sends a command.
	 * @param blocking how long the server itself may wait with the answer
	 */
	<T> CompletableFuture<T> send(ProtocolKeyword type, CommandOutput<byte[], byte[], T> output,
			CommandArgs<byte[], byte[]> args, Duration blocking) {
		Unanswered<T> answer = new Unanswered<>(System.nanoTime() + this.timeoutNanos + blocking.toNanos());
		this.unanswered.add(answer);
		AsyncCommand<byte[], byte[], T> command = new AsyncCommand<>(new Command<>(type, output, args));
		command.whenComplete((value, error) -> {
			if (error == null) {
				answer.complete(value);
				removeAnswered();
			}
			else {
				failed(answer, Failures.unwrap(error));
			}
		});
		String over = this.reason.get();
		if (over != null) {
			failUnanswered(over);
			return answer;
		}
		try {
			this.connection.dispatch(command);
		}
		catch (RedisException ex) {
			failed(answer, ex);
		}
		return answer;
	}

	CompletableFuture<ServerInfo> info(String... sections) {
		CommandArgs<byte[], byte[]> args = args();
		for (String section : sections) {
			args.add(section);
		}
		return send(CommandType.INFO, new StatusOutput<>(ByteArrayCodec.INSTANCE), args).thenApply(ServerInfo::new);
	}

	/** Ends the link if an answer is overdue. */
	void check() {
		Unanswered<?> oldest = this.unanswered.peek();
		if (oldest != null && !oldest.isDone() && System.nanoTime() - oldest.deadline > 0) {
			end("no answer in time");
		}
	}

	void end(String reason) {
		if (this.reason.compareAndSet(null, reason)) {
			failUnanswered(reason);
			this.connection.closeAsync().whenComplete((done, error) -> this.closed.complete(null));
			this.ended.complete(reason);
		}
	}

	private void failed(CompletableFuture<?> answer, Throwable error) {
		if (!(error instanceof RedisCommandExecutionException refusal)) {
			end(String.valueOf(error.getMessage()));
		}
		else if (Failures.isEnding(refusal)) {
			end(String.valueOf(error.getMessage()));
		}
		else {
			answer.completeExceptionally(error);
			removeAnswered();
		}
	}

	private void failUnanswered(String reason) {
		Unanswered<?> next;
		while ((next = this.unanswered.poll()) != null) {
			next.completeExceptionally(Failures.lost(reason));
		}
	}

	private void removeAnswered() {
		Unanswered<?> oldest;
		while ((oldest = this.unanswered.peek()) != null && oldest.isDone()) {
			this.unanswered.remove(oldest);
		}
	}

	/** Completed by the answer. */
	private static final class Unanswered<T> extends CompletableFuture<T> {

		private final long deadline;

		Unanswered(long deadline) {
			this.deadline = deadline;
		}

	}

}
