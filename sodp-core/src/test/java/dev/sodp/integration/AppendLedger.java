// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.client.SodpClient;
import dev.sodp.client.WriteOutcome;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Appends numbers that occur nowhere else and checks what clients said about them against
 * what the server has. Thread-safe.
 */
final class AppendLedger {

	private record Entry(String key, int number, CompletableFuture<WriteOutcome> outcome) {
	}

	private final AtomicInteger numbers = new AtomicInteger();

	private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

	/** Appends the next number. */
	void append(SodpClient client, String key) {
		int number = this.numbers.incrementAndGet();
		this.entries.add(new Entry(key, number, WriteOutcome.of(client.append(key, number))));
	}

	boolean isSettled() {
		return this.entries.stream().allMatch((entry) -> entry.outcome().isDone());
	}

	/** How many appends had an outcome of this kind. */
	long count(Class<? extends WriteOutcome> kind) {
		return this.entries.stream().map((entry) -> entry.outcome().join()).filter(kind::isInstance).count();
	}

	/**
	 * Acknowledged appends occur exactly once, those without effect never, unknown ones
	 * at most once, and nothing else is there.
	 */
	void assertAgreesWith(SodpServer server) {
		int[] occurrences = new int[this.numbers.get() + 1];
		this.entries.stream()
			.map(Entry::key)
			.distinct()
			.flatMap((key) -> server.get(key).map(StateSnapshot::value).stream())
			.flatMap(JsonNode::valueStream)
			.forEach((number) -> occurrences[number.intValue()]++);
		assertThat(occurrences[0]).isZero();
		assertThat(this.entries).allSatisfy((entry) -> check(entry, occurrences[entry.number()]));
	}

	private static void check(Entry entry, int occurrences) {
		assertThat(entry.outcome()).isCompleted();
		WriteOutcome outcome = entry.outcome().join();
		if (outcome instanceof WriteOutcome.Applied) {
			assertThat(occurrences).as("occurrences of %s", entry).isEqualTo(1);
		}
		else if (outcome instanceof WriteOutcome.Unknown) {
			assertThat(occurrences).as("occurrences of %s", entry).isLessThanOrEqualTo(1);
		}
		else {
			assertThat(occurrences).as("occurrences of %s", entry).isZero();
		}
	}

}
