// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.runtime.SimulatedClient;
import dev.sodp.state.ImmutableNodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.StringNode;

/**
 * The writes of a simulation's clients, each with a text of its own. In the end every
 * caller knows what became of its write, and that is true.
 */
final class WriteWork {

	private final History history;

	private final SplittableRandom random;

	private final Map<String, CompletableFuture<JsonNode>> writes = new LinkedHashMap<>();

	/** Writes that may be applied more than once, because their client repeats them. */
	private final Set<String> repeatable = new HashSet<>();

	/** Every future a client handed out, by what it was for. */
	private final Map<CompletableFuture<?>, String> futures = new IdentityHashMap<>();

	private final boolean appends;

	/** Whether clients repeat writes after a lost connection. */
	private final boolean retries;

	/** Null if no write is conditional. */
	private final @Nullable ConditionalWork conditional;

	private final Acknowledged acknowledged;

	WriteWork(History history, SplittableRandom random, boolean appends, boolean retries,
			@Nullable ConditionalWork conditional, Acknowledged acknowledged) {
		this.history = history;
		this.random = random;
		this.appends = appends;
		this.retries = retries;
		this.conditional = conditional;
		this.acknowledged = acknowledged;
	}

	/** Something that has to be completed in the end. */
	void expect(CompletableFuture<?> future, String purpose) {
		this.futures.put(future, purpose);
	}

	void write(SimulatedClient client, String key) {
		String tag = "w-" + this.writes.size();
		JsonNode value = StringNode.valueOf(tag);
		Map<String, JsonNode> args = new LinkedHashMap<>();
		args.put("state", StringNode.valueOf(key));
		String method;
		if (key.startsWith("list") && (this.appends || this.random.nextInt(5) == 0)) {
			method = "state.append";
			args.put("value", value);
			args.put("max_len", IntNode.valueOf(20));
		}
		else if (key.startsWith("list")) {
			method = "state.set";
			args.put("value", ImmutableNodes.array(List.of(value)));
		}
		else if (key.startsWith("gone") && this.random.nextBoolean()) {
			expect(client.call("state.delete", args), "delete");
			return;
		}
		else if (this.random.nextInt(4) == 0) {
			method = "state.patch";
			args.put("patch", ImmutableNodes.object(new LinkedHashMap<>(Map.of("m" + this.random.nextInt(5), value))));
		}
		else {
			method = "state.set_in";
			args.put("path", StringNode.valueOf("/m" + this.random.nextInt(5)));
			args.put("value", value);
		}
		boolean bound = this.conditional != null && this.conditional.bind(tag, client, key, args);
		CompletableFuture<JsonNode> written = client.call(method, args);
		this.writes.put(tag, written);
		if (this.retries && !bound && (method.equals("state.set") || method.equals("state.set_in"))) {
			this.repeatable.add(tag);
		}
		else {
			written.thenAccept(
					(result) -> this.acknowledged.acknowledged(client, key, result.path("version").longValue(0)));
		}
		expect(written, tag);
	}

	/** An update of a list would send all elements again. */
	void updateOrWrite(SimulatedClient client, String key) {
		if (this.conditional == null || key.startsWith("list")) {
			write(client, key);
			return;
		}
		String tag = "w-" + this.writes.size();
		CompletableFuture<JsonNode> updated = this.conditional.update(tag, client, key);
		this.writes.put(tag, updated);
		expect(updated, tag);
	}

	/** To be called at the end. */
	void check() {
		this.futures.forEach(WriteWork::checkCompleted);
		this.writes.forEach(this::check);
	}

	private static void checkCompleted(CompletableFuture<?> future, String purpose) {
		if (!future.isDone()) {
			throw new AssertionError("A future was never completed: " + purpose);
		}
		if (future.handle((result, failure) -> failure).join() instanceof CompletionException ex
				&& ex.getCause() instanceof AssertionError) {
			throw new AssertionError(ex.getCause().getMessage(), ex);
		}
	}

	private void check(String tag, CompletableFuture<JsonNode> write) {
		int times = this.history.timesApplied(tag);
		int most = this.repeatable.contains(tag) ? Integer.MAX_VALUE : 1;
		Throwable failure = write.handle((result, thrown) -> thrown).join();
		boolean holds;
		if (failure == null) {
			holds = (times >= 1 || this.history.isLost(tag)) && times <= most;
			if (holds && times > 0 && this.conditional != null) {
				this.conditional.checkApplied(tag);
			}
		}
		else if (failure instanceof SodpNotSentException || failure instanceof SodpRejectedException) {
			holds = times == 0;
		}
		else {
			holds = failure instanceof SodpOutcomeUnknownException && times <= most;
		}
		if (!holds) {
			throw new AssertionError(tag + " was applied " + times + " times, and its caller was told " + failure);
		}
	}

	/** Learns which writes of which clients were acknowledged. */
	interface Acknowledged {

		void acknowledged(SimulatedClient client, String key, long version);

	}

}
