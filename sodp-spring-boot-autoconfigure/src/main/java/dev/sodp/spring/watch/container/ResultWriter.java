// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TreeWriter;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Writes the results of a watcher to other keys, unless they equal what it last wrote
 * there. Null is not written; an empty {@code Optional} deletes the key.
 */
final class ResultWriter {

	private final SodpClient client;

	private final TreeWriter writer;

	private final List<String> targets;

	private final @Nullable Type type;

	/**
	 * The values this watcher last wrote, by target; a missing node after a delete.
	 */
	private final Map<String, JsonNode> written = new ConcurrentHashMap<>();

	ResultWriter(SodpClient client, JsonMapper mapper, List<String> targets, @Nullable Type type) {
		this.client = client;
		this.writer = new TreeWriter(mapper);
		this.targets = targets;
		this.type = type;
	}

	/** The server may have lost what was written. */
	void forget() {
		this.written.clear();
	}

	/**
	 * Writes a result. Never throws.
	 * @return completes with the writes that failed
	 */
	CompletableFuture<List<FailedWrite>> write(@Nullable Object result) {
		if (this.targets.isEmpty() || result == null) {
			return CompletableFuture.completedFuture(List.of());
		}
		List<FailedWrite> failed = Collections.synchronizedList(new ArrayList<>());
		List<CompletableFuture<?>> writes = new ArrayList<>();
		for (String target : this.targets) {
			writes.add(write(target, result).exceptionally((failure) -> {
				failed.add(new FailedWrite(target, cause(failure)));
				return null;
			}));
		}
		return CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).thenApply((done) -> failed);
	}

	private CompletableFuture<@Nullable WriteResult> write(String target, Object result) {
		try {
			JsonNode tree = tree(result);
			JsonNode before = this.written.get(target);
			if (before != null && isSame(before, tree)) {
				return CompletableFuture.completedFuture(null);
			}
			// Until the write has succeeded, the value of the target is unknown.
			this.written.remove(target);
			CompletableFuture<@Nullable WriteResult> write = new CompletableFuture<>();
			send(target, tree).whenComplete((done, failure) -> {
				if (failure != null) {
					write.completeExceptionally(failure);
				}
				else {
					this.written.put(target, tree);
					write.complete(done);
				}
			});
			return write;
		}
		catch (Exception | Error ex) {
			this.written.remove(target);
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<WriteResult> send(String target, JsonNode tree) {
		return tree.isMissingNode() ? this.client.delete(target) : this.client.set(target, tree);
	}

	private JsonNode tree(Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		if (value == null) {
			return MissingNode.getInstance();
		}
		return this.writer.write(value, this.type);
	}

	private static boolean isSame(JsonNode before, JsonNode after) {
		if (before.isMissingNode() || after.isMissingNode()) {
			return before.isMissingNode() && after.isMissingNode();
		}
		return Values.equal(before, after);
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/**
	 * A write that failed.
	 *
	 * @param target the key
	 * @param cause the reason
	 */
	record FailedWrite(String target, Throwable cause) {
	}

}
