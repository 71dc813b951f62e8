// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.sodp.client.SodpWrites;
import dev.sodp.client.WriteResult;
import dev.sodp.client.engine.PendingCall;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StateKeys;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The writes of a client as calls, all with the same condition or without any.
 *
 * @param ifVersion the version that a key must have, 0 if it must not exist; null if that
 * does not matter
 */
record ClientWrites(ClientShell shell, ValueMapper mapper, @Nullable Long ifVersion) implements SodpWrites {

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return write("state.set", () -> this.mapper.toArgs("state", keyNode(key), "value", value));
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return write("state.patch",
				() -> this.mapper.toArgs("state", keyNode(key), "patch", this.mapper.toObject(patch, "patch")));
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return write("state.set_in", () -> placed(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return write("state.remove_in", () -> {
			StatePath.parse(path);
			return this.mapper.toArgs("state", keyNode(key), "path", StringNode.valueOf(path));
		});
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return write("state.delete", () -> this.mapper.toArgs("state", keyNode(key)));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return write("state.append", () -> this.mapper.toArgs("state", keyNode(key), "value", value));
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		if (maxLength < 1) {
			throw new IllegalArgumentException("maxLength must be at least 1 (was " + maxLength + ")");
		}
		return write("state.append",
				() -> this.mapper.toArgs("state", keyNode(key), "value", value, "max_len", IntNode.valueOf(maxLength)));
	}

	/** The same writes, applied only to one version of a key. */
	ClientWrites ifVersion(long version) {
		if (version < 0) {
			throw new IllegalArgumentException("version must not be negative (was " + version + ")");
		}
		return new ClientWrites(this.shell, this.mapper, version);
	}

	private CompletableFuture<WriteResult> write(String method, Supplier<ObjectNode> args) {
		return submit(() -> this.shell.call(method, conditional(args.get()), ClientWrites::written));
	}

	private ObjectNode conditional(ObjectNode args) {
		return (this.ifVersion != null)
				? ImmutableNodes.with(args, PendingCall.IF_VERSION, LongNode.valueOf(this.ifVersion)) : args;
	}

	ObjectNode placed(String key, String path, @Nullable Object value) {
		StatePath.parse(path);
		return this.mapper.toArgs("state", keyNode(key), "path", StringNode.valueOf(path), "value", value);
	}

	/**
	 * An invalid value or path fails the future, like everything else that goes wrong
	 * with a write, even a class that Jackson meets and the JVM cannot load.
	 */
	static <T> CompletableFuture<T> submit(Supplier<CompletableFuture<T>> call) {
		try {
			return call.get();
		}
		catch (RuntimeException | LinkageError ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/** A key as an argument of a call, unaffected by how the mapper writes strings. */
	private static JsonNode keyNode(String key) {
		return StringNode.valueOf(StateKeys.checkSendable(key));
	}

	static WriteResult written(JsonNode data) {
		return new WriteResult(PendingCall.version(data));
	}

}
