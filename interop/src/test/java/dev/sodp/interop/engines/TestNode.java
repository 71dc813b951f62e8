// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.engines;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.sodp.journal.redis.RedisLog;
import dev.sodp.journal.redis.RedisLogBuilder;
import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.LogException;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;
import org.awaitility.Awaitility;

/** A node that does with a log what a journal does, one step at a time. */
final class TestNode implements AutoCloseable {

	static final Duration LEASE = Duration.ofSeconds(10);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final RedisLog log;

	private final String name;

	private final List<LogEntry> followed = new CopyOnWriteArrayList<>();

	private volatile boolean complete = true;

	private volatile long last;

	private LogConnection connection;

	private int tags;

	private long highest;

	TestNode(String name, RedisLogBuilder log) {
		this.name = name;
		this.log = log.build();
	}

	/** Connects and joins; tries for as long as a journal would at least. */
	Joined connect() {
		return connect(0);
	}

	Joined connect(int partition) {
		List<Joined> joined = new ArrayList<>();
		Awaitility.await("a primary")
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.ignoreExceptionsInstanceOf(LogException.class)
			.until(() -> {
				this.connection = connectOnce(partition);
				joined.add(join());
				return true;
			});
		return joined.get(joined.size() - 1);
	}

	LogConnection connectOnce(int partition) {
		return await(this.log.connect(partition).toCompletableFuture());
	}

	Joined join() {
		return await(this.connection.join(new JoinRequest(this.name, LEASE, this.highest, "first epoch"))
			.toCompletableFuture());
	}

	LogConnection connection() {
		return this.connection;
	}

	void follow(long after) {
		this.connection.follow(after, (key) -> true, (entries, last, complete) -> {
			this.followed.addAll(entries);
			this.complete &= complete;
			this.last = last;
		});
	}

	List<LogEntry> followed() {
		return this.followed;
	}

	boolean isComplete() {
		return this.complete;
	}

	long followedTo() {
		return this.last;
	}

	BatchAnswer propose(String key, Position expected, byte[] data) {
		return await(proposeLater(key, expected, data));
	}

	CompletableFuture<BatchAnswer> proposeLater(String key, Position expected, byte[] data) {
		ProposedChange change = new ProposedChange(this.name + ++this.tags, data, null, null, List.of());
		return this.connection.propose(new ProposedBatch(this.name, key, expected, List.of(change), true, null))
			.toCompletableFuture();
	}

	/** Writes once, after whatever is there. */
	BatchAnswer write(String key) {
		Position position = await(this.connection.positions(List.of(key)).toCompletableFuture()).get(0);
		BatchAnswer answer = propose(key, position, "data".getBytes(StandardCharsets.UTF_8));
		if (answer instanceof BatchAnswer.Stored stored) {
			this.highest = stored.first();
		}
		return answer;
	}

	/** Writes until that is refused or the connection has ended, as the failure says. */
	LogException writeUntilFailure(String key) {
		List<LogException> failures = new ArrayList<>();
		Awaitility.await("failure").atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
			try {
				write(key);
				return false;
			}
			catch (LogException ex) {
				failures.add(ex);
				return true;
			}
		});
		return failures.get(0);
	}

	/** Waits for the end of the connection. */
	String ended() {
		return await(this.connection.ended().toCompletableFuture());
	}

	static <T> T await(CompletableFuture<T> stage) {
		try {
			return stage.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof LogException failure) ? failure : ex;
		}
	}

	@Override
	public void close() {
		this.log.close();
	}

}
