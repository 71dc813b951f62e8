// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisMode;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.SharedLogContract;
import dev.sodp.server.journal.shared.StoredKey;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a shared log promises, by a real engine. */
@Tag("engines")
abstract class AbstractRedisLogContract extends SharedLogContract {

	private static final AtomicInteger TESTS = new AtomicInteger();

	/** Where the engine is. */
	abstract RedisURI uri();

	@Override
	protected SharedLog open() {
		return RedisLog.builder()
			.servers(RedisMode.STANDALONE, List.of(uri()))
			.deletedRetention(Duration.ofSeconds(1))
			.keyPrefix("test" + TESTS.incrementAndGet())
			.build();
	}

	private void flushScripts() {
		try (RedisClient client = RedisClient.create(uri())) {
			client.connect().sync().scriptFlush();
		}
	}

	@Test
	void whenScriptsAreFlushedThenTheyAreLoadedAgain() {
		join("alice");
		Position first = write("key", Position.NONE, "a");

		flushScripts();
		Position second = write("key", first, "b");

		assertThat(await(connection().positions(List.of("key")))).containsExactly(second);
	}

	@Test
	void whenDeletionIsOldThenItIsForgotten() {
		join("alice");
		Position created = write("key", Position.NONE, "a");
		await(connection().propose(new ProposedBatch("alice", "key", created,
				List.of(new ProposedChange("gone", new byte[] { 1 }, null, null, List.of())), false, null)));

		until(() -> await(connection().positions(List.of("key"))).contains(Position.NONE));
		Position again = write("key", Position.NONE, "b");
		StoredKey key = await(connection().read("key"));

		assertThat(again.number()).isGreaterThan(created.number());
		assertThat(key.changes()).hasSize(1);
		assertThat(key.completeSince()).isZero();
	}

	@Test
	void whenDeletedKeyIsCreatedAgainThenItDoesNotExpire() {
		join("alice");
		Position created = write("key", Position.NONE, "a");
		await(connection().propose(new ProposedBatch("alice", "key", created,
				List.of(new ProposedChange("gone", new byte[] { 1 }, null, null, List.of())), false, null)));
		Position deleted = await(connection().positions(List.of("key"))).get(0);
		Position again = write("key", deleted, "b");

		elapse(Duration.ofMillis(1500));

		StoredKey key = await(connection().read("key"));
		assertThat(key.position()).isEqualTo(again);
		assertThat(key.changes()).hasSize(3);
	}

	@Test
	void whenServerStoodStillThenNodeIsNotJudgedByOneThatWasNotAliveItself() {
		Duration lease = Duration.ofMillis(100);
		await(connection().join(new JoinRequest("alice", lease, 0, "epoch")));
		await(connection().join(new JoinRequest("bob", lease, 0, "epoch")));
		elapse(Duration.ofMillis(2500));

		Renewal first = await(connection().renew("alice", Duration.ofSeconds(10)));
		Renewal second = await(connection().renew("alice", Duration.ofSeconds(10)));

		assertThat(first.member()).isTrue();
		assertThat(first.dead()).isEmpty();
		assertThat(second.dead()).containsExactly("bob");
	}

	@Test
	void whenNodeIsAliveThenItIsNotForgotten() {
		join("alice");

		await(connection().forget("alice"));

		assertThat(await(connection().renew("alice", Duration.ofSeconds(10))).nodes()).containsExactly("alice");
	}

}
