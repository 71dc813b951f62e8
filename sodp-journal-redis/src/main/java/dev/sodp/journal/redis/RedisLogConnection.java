// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Predicate;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.JoinRequest;
import dev.sodp.server.journal.shared.Joined;
import dev.sodp.server.journal.shared.LogConnection;
import dev.sodp.server.journal.shared.LogFollower;
import dev.sodp.server.journal.shared.Position;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.Renewal;
import dev.sodp.server.journal.shared.StoredKey;
import io.lettuce.core.protocol.CommandType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a {@link LogConnection}, over two links that end together. */
final class RedisLogConnection implements LogConnection {

	private static final Logger logger = LoggerFactory.getLogger(RedisLogConnection.class);

	/**
	 * How long a node whose lease is over may still come back before others remove it.
	 */
	private static final Duration GRACE = Duration.ofSeconds(2);

	/** How long one node may take to remove another. */
	private static final Duration CLAIM = Duration.ofSeconds(10);

	/**
	 * How long a node that was removed can stand still before it is taken for a new one.
	 */
	private static final Duration BURIAL = Duration.ofDays(7);

	/** Most keys of one script, during which others wait. */
	private static final int POSITIONS_AT_ONCE = 500;

	private static final int CHECKS_PER_TIMEOUT = 20;

	private final RedisLink commands;

	private final RedisLink changes;

	private final String life;

	private final Keys keys;

	private final LogTimer timer;

	private final ScriptRunner scripts;

	private final Proposals proposals;

	private final CompletableFuture<String> ended = new CompletableFuture<>();

	RedisLogConnection(RedisLink commands, RedisLink changes, String life, Keys keys, RedisLogSettings settings,
			LogTimer timer) {
		this.commands = commands;
		this.changes = changes;
		this.life = life;
		this.keys = keys;
		this.timer = timer;
		this.scripts = new ScriptRunner(commands);
		this.proposals = new Proposals(commands, this.scripts, keys, settings);
		ScheduledFuture<?> checks = timer.every(settings.commandTimeout().dividedBy(CHECKS_PER_TIMEOUT), () -> {
			commands.check();
			changes.check();
		});
		this.ended.whenComplete((reason, error) -> checks.cancel(false));
		commands.ended().thenAccept(this::end);
		changes.ended().thenAccept(this::end);
	}

	@Override
	public String life() {
		return this.life;
	}

	@Override
	public CompletionStage<String> ended() {
		return this.ended.copy();
	}

	@Override
	public CompletionStage<Joined> join(JoinRequest request) {
		return this.scripts
			.run(Script.JOIN, List.of(this.keys.meta, this.keys.nodes, this.keys.log, this.keys.buried), request.node(),
					request.lease().toMillis(), request.highest(), request.newEpoch(), this.life)
			.thenApply(Replies::joined);
	}

	@Override
	public CompletionStage<String> cut(String newEpoch) {
		return this.scripts.run(Script.CUT, List.of(this.keys.meta), this.life, newEpoch)
			.thenApply((reply) -> Replies.text(reply.get(0)));
	}

	@Override
	public CompletionStage<Renewal> renew(String node, Duration lease) {
		checkLife();
		return this.scripts
			.run(Script.RENEW, List.of(this.keys.nodes), node, lease.toMillis(), GRACE.toMillis(), CLAIM.toMillis())
			.thenApply(Replies::renewal);
	}

	// A server may become a replica and a primary again while nothing is under way here
	// that it would refuse.
	private void checkLife() {
		this.commands.info("server", "replication").thenAccept((info) -> {
			if (!info.isPrimary() || !info.life().equals(this.life)) {
				end("the server has begun another life");
			}
		});
	}

	@Override
	public CompletionStage<@Nullable Void> leave(String node, Duration absence) {
		return this.scripts.run(Script.LEAVE, List.of(this.keys.nodes), node, absence.toMillis(), CLAIM.toMillis())
			.thenApply((done) -> null);
	}

	@Override
	public CompletionStage<List<Position>> positions(List<String> keys) {
		CompletableFuture<List<Position>> all = CompletableFuture.completedFuture(new ArrayList<>());
		for (int from = 0; from < keys.size(); from += POSITIONS_AT_ONCE) {
			List<byte[]> names = keys.subList(from, Math.min(keys.size(), from + POSITIONS_AT_ONCE))
				.stream()
				.map(this.keys::key)
				.toList();
			all = all.thenCombine(this.scripts.run(Script.POSITIONS, names), (positions, reply) -> {
				positions.addAll(Replies.positions(reply));
				return positions;
			});
		}
		return all;
	}

	@Override
	public CompletionStage<StoredKey> read(String key) {
		return this.scripts.run(Script.READ, List.of(this.keys.key(key), this.keys.chain(key), this.keys.owners(key)))
			.thenApply(Replies::key);
	}

	@Override
	public CompletionStage<BatchAnswer> propose(ProposedBatch batch) {
		return this.proposals.propose(batch);
	}

	@Override
	public void follow(long after, Predicate<String> interest, LogFollower listener) {
		new LogReader(this.changes, this.keys.log, interest, listener, this.timer::after, System::nanoTime)
			.readAfter(after);
	}

	@Override
	public CompletionStage<Long> last() {
		return this.scripts.command(CommandType.HMGET, RedisLink.args().addKey(this.keys.meta).add("n").add("before"))
			.thenApply(Replies::last);
	}

	@Override
	public CompletionStage<List<String>> names(String prefix, @Nullable String after, int limit) {
		boolean from = after != null && Utf8.compare(after, prefix) >= 0;
		return this.scripts
			.command(CommandType.ZRANGEBYLEX,
					RedisLink.args()
						.addKey(this.keys.names)
						.add(Utf8.bytes(from ? "(" + after : "[" + prefix))
						.add(Utf8.beyond("(" + prefix))
						.add("LIMIT")
						.add(0)
						.add(limit))
			.thenApply(Replies::texts);
	}

	@Override
	public CompletionStage<List<String>> presentIn(String node) {
		return scan(node, "0", new LinkedHashSet<>());
	}

	private CompletableFuture<List<String>> scan(String node, String cursor, Set<String> found) {
		return this.scripts
			.command(CommandType.HSCAN,
					RedisLink.args()
						.addKey(this.keys.present)
						.add(cursor)
						.add("MATCH")
						.add(Utf8.bytes(Utf8.literally(node) + "\0*"))
						.add("COUNT")
						.add(1000))
			.thenCompose((reply) -> {
				List<String> fields = Replies.texts(reply.get(1));
				for (int i = 0; i < fields.size(); i += 2) {
					found.add(fields.get(i).substring(node.length() + 1));
				}
				String next = Replies.text(reply.get(0));
				return next.equals("0") ? CompletableFuture.completedFuture(List.copyOf(found))
						: scan(node, next, found);
			});
	}

	@Override
	public CompletionStage<@Nullable Void> forget(String node) {
		return this.scripts.run(Script.FORGET, List.of(this.keys.nodes, this.keys.buried), node, BURIAL.toMillis())
			.thenApply((done) -> null);
	}

	@Override
	public void close() {
		end("closed");
	}

	private void end(String reason) {
		this.commands.end(reason);
		this.changes.end(reason);
		if (this.ended.complete(reason)) {
			logger.debug("A connection to the shared log has ended: {}", reason);
		}
	}

}
