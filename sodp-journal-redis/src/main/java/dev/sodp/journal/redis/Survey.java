// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.lettuce.core.RedisURI;

/**
 * Asks several servers the same at the same time, since one that has vanished would hold
 * up the others, and one that is cut off knows only what was true.
 */
final class Survey {

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<RedisURI, Integer> votes = new LinkedHashMap<>();

	private final CompletableFuture<List<RedisURI>> result = new CompletableFuture<>();

	private final int asked;

	private int answers;

	private int failures;

	private Survey(int asked) {
		this.asked = asked;
	}

	/**
	 * Asks servers.
	 * @return when most have answered, or none is left to answer: the answers, that of
	 * most first; fails if there is none
	 */
	static CompletableFuture<List<RedisURI>> ask(List<RedisURI> servers,
			Function<RedisURI, CompletableFuture<RedisURI>> question) {
		Survey survey = new Survey(servers.size());
		servers.forEach((server) -> question.apply(server).whenComplete((answer, error) -> {
			if (error == null) {
				survey.answered(answer);
			}
			else {
				survey.failed(error);
			}
		}));
		return survey.result;
	}

	private void answered(RedisURI answer) {
		List<RedisURI> ranking;
		this.lock.lock();
		try {
			this.answers++;
			this.votes.merge(answer, 1, Integer::sum);
			ranking = ranking();
		}
		finally {
			this.lock.unlock();
		}
		if (!ranking.isEmpty()) {
			this.result.complete(ranking);
		}
	}

	private void failed(Throwable error) {
		List<RedisURI> ranking;
		boolean none;
		this.lock.lock();
		try {
			this.failures++;
			none = this.failures == this.asked;
			ranking = ranking();
		}
		finally {
			this.lock.unlock();
		}
		if (none) {
			this.result.completeExceptionally(Failures.unwrap(error));
		}
		else if (!ranking.isEmpty()) {
			this.result.complete(ranking);
		}
	}

	// Empty while it is not known yet.
	private List<RedisURI> ranking() {
		if (this.answers <= this.asked / 2 && this.answers + this.failures < this.asked) {
			return List.of();
		}
		return this.votes.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
			.map(Map.Entry::getKey)
			.toList();
	}

}
