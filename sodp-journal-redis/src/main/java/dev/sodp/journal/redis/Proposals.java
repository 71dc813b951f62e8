// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.sodp.server.journal.shared.BatchAnswer;
import dev.sodp.server.journal.shared.ProposedBatch;
import dev.sodp.server.journal.shared.ProposedChange;

/** Sends batches, and answers those that are stored when enough replicas have them. */
final class Proposals {

	/** Changes that are larger are read by the nodes that want them, not by all. */
	private static final int LARGEST_IN_LOG = 16 * 1024;

	/** About how large the log of a partition may become. */
	private static final long LOG_BYTES = 64 * 1024 * 1024;

	private static final byte[] NOTHING = {};

	private final ScriptRunner scripts;

	private final Keys keys;

	private final long deletedRetention;

	private final boolean confirms;

	private final Confirmations confirmations;

	Proposals(RedisLink link, ScriptRunner scripts, Keys keys, RedisLogSettings settings) {
		this.scripts = scripts;
		this.keys = keys;
		this.deletedRetention = settings.deletedRetention().toMillis();
		this.confirms = settings.minReplicas() > 0;
		this.confirmations = new Confirmations(link, settings.minReplicas(), settings.commandTimeout().dividedBy(2));
	}

	CompletableFuture<BatchAnswer> propose(ProposedBatch batch) {
		String key = batch.key();
		List<byte[]> names = List.of(this.keys.key(key), this.keys.chain(key), this.keys.log, this.keys.nodes,
				this.keys.meta, this.keys.names, this.keys.owners(key), this.keys.present);
		return this.scripts.run(Script.PROPOSE, names, arguments(batch))
			.thenApply(Replies::answer)
			.thenCompose(this::confirmed);
	}

	private CompletableFuture<BatchAnswer> confirmed(BatchAnswer answer) {
		if (!this.confirms || !(answer instanceof BatchAnswer.Stored stored)) {
			return CompletableFuture.completedFuture(answer);
		}
		return this.confirmations.confirm().thenApply((confirmed) -> new BatchAnswer.Stored(stored.first(), confirmed));
	}

	private Object[] arguments(ProposedBatch batch) {
		List<Object> arguments = new ArrayList<>();
		byte[] snapshot = batch.snapshot();
		arguments.addAll(List.of(batch.node(), batch.key(), batch.expected().number(), batch.expected().tag(),
				batch.exists() ? 1 : 0, (snapshot != null) ? 1 : 0, (snapshot != null) ? snapshot : NOTHING,
				LARGEST_IN_LOG, this.deletedRetention, LOG_BYTES, batch.changes().size()));
		for (ProposedChange change : batch.changes()) {
			arguments.addAll(List.of(change.tag(), change.change(), Objects.requireNonNullElse(change.bound(), ""),
					Objects.requireNonNullElse(change.owner(), ""), change.released().size()));
			arguments.addAll(change.released());
		}
		return arguments.toArray();
	}

}
