// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.client.WriteResult;
import dev.sodp.state.TreeWriter;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Writes the results of a watcher to other keys, unless they are what it wrote there
 * last. Null says nothing, an empty {@code Optional} removes the key.
 */
final class ResultWriter {

	private final SodpClient client;

	private final TreeWriter writer;

	private final List<String> targets;

	/** What each target holds if nobody else wrote there; a missing node if removed. */
	private final Map<String, JsonNode> written = new ConcurrentHashMap<>();

	private final Set<String> initialized = ConcurrentHashMap.newKeySet();

	ResultWriter(SodpClient client, JsonMapper mapper, List<String> targets) {
		this.client = client;
		this.writer = new TreeWriter(mapper);
		this.targets = targets;
	}

	/**
	 * A second snapshot of a key means that the server could not go on from where it was:
	 * it may have lost what was written, too.
	 */
	void follow(WatchMeta meta) {
		if (meta.source() == Source.INIT && !this.initialized.add(meta.key())) {
			this.written.clear();
		}
	}

	/**
	 * Writes a result. Does not throw.
	 * @return completes with what failed
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
			// Until it has succeeded nobody knows what the target holds.
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
		return this.writer.write(value);
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
	 * A write that did not succeed.
	 *
	 * @param target the key
	 * @param cause why
	 */
	record FailedWrite(String target, Throwable cause) {
	}

}
