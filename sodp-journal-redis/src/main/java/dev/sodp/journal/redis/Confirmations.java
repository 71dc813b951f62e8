// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.CommandType;

/**
 * Waits until enough replicas have what was stored, with one {@code WAIT} for all that is
 * stored until it is sent.
 *
 * <p>
 * {@code WAIT} counts only what its own connection wrote, and is satisfied at once on a
 * fresh one. A link is never reused after it broke, so whatever a {@code WAIT} is asked
 * about was written by the same connection; if the link ends in between, the answer is
 * that no one knows.
 *
 * <p>
 * The server answers in order and carries out nothing of a connection that waits. So all
 * that is answered before the answer to a {@code WAIT} was written before it.
 */
final class Confirmations {

	private final RedisLink link;

	private final int minReplicas;

	private final Duration timeout;

	private final ReentrantLock lock = new ReentrantLock();

	private List<CompletableFuture<Boolean>> waiting = new ArrayList<>();

	private boolean asked;

	Confirmations(RedisLink link, int minReplicas, Duration timeout) {
		this.link = link;
		this.minReplicas = minReplicas;
		this.timeout = timeout;
	}

	/**
	 * To be called when something was stored, before the next answer is read.
	 * @return whether enough replicas have it; fails if the link ends
	 */
	CompletableFuture<Boolean> confirm() {
		CompletableFuture<Boolean> confirmed = new CompletableFuture<>();
		this.lock.lock();
		try {
			this.waiting.add(confirmed);
			if (this.asked) {
				return confirmed;
			}
			this.asked = true;
		}
		finally {
			this.lock.unlock();
		}
		this.link
			.send(CommandType.WAIT, new IntegerOutput<>(ByteArrayCodec.INSTANCE),
					RedisLink.args().add(this.minReplicas).add(this.timeout.toMillis()), this.timeout)
			.whenComplete((replicas, error) -> {
				List<CompletableFuture<Boolean>> covered = take();
				if (error == null) {
					covered.forEach((each) -> each.complete(replicas >= this.minReplicas));
				}
				else {
					this.link.end(String.valueOf(error.getMessage()));
					covered.forEach((each) -> each.completeExceptionally(error));
				}
			});
		return confirmed;
	}

	private List<CompletableFuture<Boolean>> take() {
		this.lock.lock();
		try {
			List<CompletableFuture<Boolean>> covered = this.waiting;
			this.waiting = new ArrayList<>();
			this.asked = false;
			return covered;
		}
		finally {
			this.lock.unlock();
		}
	}

}
