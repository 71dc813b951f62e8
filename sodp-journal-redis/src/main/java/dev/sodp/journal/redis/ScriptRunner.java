// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;

/** Sends scripts and commands whose answers are lists, and says what errors mean. */
final class ScriptRunner {

	private final RedisLink link;

	ScriptRunner(RedisLink link) {
		this.link = link;
	}

	/**
	 * Runs a script.
	 * @param arguments byte arrays, or what is sent as text
	 * @return its answer; a single one is a list of one
	 */
	CompletableFuture<List<Object>> run(Script script, List<byte[]> keys, Object... arguments) {
		return understood(send(CommandType.EVALSHA, script.digest(), keys, arguments).exceptionallyCompose((error) -> {
			if (error instanceof RedisCommandExecutionException refusal && Failures.isUnknownScript(refusal)) {
				// Loaded with the connection, but someone has flushed the scripts.
				return send(CommandType.EVAL, script.source(), keys, arguments);
			}
			return CompletableFuture.failedFuture(error);
		}));
	}

	CompletableFuture<List<Object>> command(ProtocolKeyword type, CommandArgs<byte[], byte[]> args) {
		return understood(this.link.send(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), args));
	}

	private CompletableFuture<List<Object>> send(CommandType type, String script, List<byte[]> keys,
			Object... arguments) {
		CommandArgs<byte[], byte[]> args = RedisLink.args().add(Utf8.bytes(script)).add(keys.size()).addKeys(keys);
		for (Object argument : arguments) {
			args.add((argument instanceof byte[] bytes) ? bytes : Utf8.bytes(argument.toString()));
		}
		return this.link.send(type, new NestedMultiOutput<>(ByteArrayCodec.INSTANCE), args);
	}

	private static CompletableFuture<List<Object>> understood(CompletableFuture<List<Object>> answer) {
		return answer.exceptionallyCompose((error) -> CompletableFuture.failedFuture(Failures.understood(error)));
	}

}
