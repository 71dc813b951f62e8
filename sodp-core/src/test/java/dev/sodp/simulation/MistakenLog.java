// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.LogFollower;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.SharedLog;
import dev.sodp.server.journal.shared.StoredKey;
import org.jspecify.annotations.Nullable;

/** A log whose connections are not what they should be. */
final class MistakenLog implements SharedLog {

	private final SharedLog log;

	private final UnaryOperator<LogConnection> mistake;

	MistakenLog(SharedLog log, UnaryOperator<LogConnection> mistake) {
		this.log = log;
		this.mistake = mistake;
	}

	@Override
	public int partitions() {
		return this.log.partitions();
	}

	@Override
	public CompletionStage<LogConnection> connect(int partition) {
		return this.log.connect(partition).thenApply(this.mistake);
	}

	@Override
	public long nanos() {
		return this.log.nanos();
	}

	@Override
	public void after(Duration delay, Runnable task) {
		this.log.after(delay, task);
	}

	@Override
	public void close() {
		this.log.close();
	}

	/** A connection that is what it should be, unless it is said otherwise. */
	abstract static class Connection implements LogConnection {

		private final LogConnection connection;

		Connection(LogConnection connection) {
			this.connection = connection;
		}

		@Override
		public String life() {
			return this.connection.life();
		}

		@Override
		public CompletionStage<String> ended() {
			return this.connection.ended();
		}

		@Override
		public CompletionStage<Joined> join(JoinRequest request) {
			return this.connection.join(request);
		}

		@Override
		public CompletionStage<String> cut(String newEpoch) {
			return this.connection.cut(newEpoch);
		}

		@Override
		public CompletionStage<Renewal> renew(String node, Duration lease) {
			return this.connection.renew(node, lease);
		}

		@Override
		public CompletionStage<@Nullable Void> leave(String node, Duration absence) {
			return this.connection.leave(node, absence);
		}

		@Override
		public CompletionStage<List<Position>> positions(List<String> keys) {
			return this.connection.positions(keys);
		}

		@Override
		public CompletionStage<StoredKey> read(String key) {
			return this.connection.read(key);
		}

		@Override
		public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
			return this.connection.propose(batch);
		}

		@Override
		public void follow(long after, Predicate<String> interest, LogFollower listener) {
			this.connection.follow(after, interest, listener);
		}

		@Override
		public CompletionStage<Long> last() {
			return this.connection.last();
		}

		@Override
		public CompletionStage<List<String>> names(String prefix, @Nullable String after, int limit) {
			return this.connection.names(prefix, after, limit);
		}

		@Override
		public CompletionStage<List<String>> presentIn(String node) {
			return this.connection.presentIn(node);
		}

		@Override
		public CompletionStage<@Nullable Void> forget(String node) {
			return this.connection.forget(node);
		}

		@Override
		public void close() {
			this.connection.close();
		}

	}

}
