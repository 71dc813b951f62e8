// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.ChangeOrigin;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keys of a shared journal of which something else is true than what was known: changes
 * were missed, or those that had been told are lost.
 */
final class ReplacedKeys {

	private static final String ROOT = "/";

	private final ServerClock clock;

	private final StateStore store;

	private final Sessions sessions;

	private final PresenceOwners presence;

	private final MutationPipeline pipeline;

	private final PrefixSubscriptions prefixes;

	private final Outcomes outcomes;

	ReplacedKeys(ServerClock clock, StateStore store, Sessions sessions, PresenceOwners presence,
			MutationPipeline pipeline, PrefixSubscriptions prefixes, Outcomes outcomes) {
		this.clock = clock;
		this.store = store;
		this.sessions = sessions;
		this.presence = presence;
		this.pipeline = pipeline;
		this.prefixes = prefixes;
		this.outcomes = outcomes;
	}

	/**
	 * What was known of a key is not true any more.
	 * @param key what is true
	 */
	void replace(HeldKey key) {
		KeyEntry entry = this.store.find(key.key());
		if (entry == null || !entry.isHeld()) {
			return; // It has left memory meanwhile.
		}
		this.outcomes.undoPresence(entry);
		JsonNode before = entry.valueIfInitialized();
		Set<StatePath> presentSince = key.presentSinceLoss();
		if (presentSince == null && key.version() > entry.version() && (before != null || key.value() != null)) {
			List<DeltaOp> ops = ops(before, key.value());
			this.outcomes.applyForeign(entry, key.version(), ops, new FrameEncoder().encodeOps(ops));
		}
		else {
			takeBack(entry, key, before);
		}
		List<PresenceOwners.Former> lost = this.presence.replace(key.key(), key.presence());
		if (presentSince != null) {
			lost.forEach((former) -> presentAgain(key.key(), former, before, presentSince.contains(former.path())));
		}
		this.pipeline.arrived(entry);
	}

	/**
	 * A key has been read. Who watches it by a prefix is told at once, before the changes
	 * that follow.
	 * @param key the key
	 */
	void appeared(String key) {
		KeyEntry entry = this.store.find(key);
		if (entry != null && entry.isInitialized()) {
			this.prefixes.replaced(entry, true);
		}
	}

	/** Versions go back, which only a snapshot can say. */
	private void takeBack(KeyEntry entry, HeldKey key, @Nullable JsonNode before) {
		this.store.replace(entry, key, this.clock.nanos());
		if (before != null || key.value() != null) {
			sendSnapshots(entry);
			this.prefixes.replaced(entry, before == null);
			this.outcomes.notifyListeners(entry, ops(before, key.value()), ChangeOrigin.OTHER_NODE);
		}
	}

	/** One change that says what all that were missed have led to. */
	private static List<DeltaOp> ops(@Nullable JsonNode before, @Nullable JsonNode after) {
		if (after == null) {
			return List.of(DeltaOp.remove(ROOT));
		}
		return List.of((before != null) ? DeltaOp.update(ROOT, after) : DeltaOp.add(ROOT, after));
	}

	private void sendSnapshots(KeyEntry entry) {
		Audience audience = entry.audience();
		if (audience != null) {
			audience.forEach((session) -> this.sessions.send(session, new Frame.StateInit(entry.stream(),
					session.nextSeq(), entry.key(), entry.version(), entry.value(), entry.isInitialized(), null)));
		}
	}

	/**
	 * The presence of a session that is open does not end as a change was lost. Where
	 * another one has registered since, no one knows which of them was the last before,
	 * so that the client of this one says whether it is still there.
	 */
	private void presentAgain(String key, PresenceOwners.Former lost, @Nullable JsonNode before, boolean contested) {
		PresenceOwners.Binding binding = Objects.requireNonNull(lost.binding());
		JsonNode value = PresenceOwners.at(before, lost.path());
		Session session = this.sessions.find(binding.owner()).orElse(null);
		if (session != null && contested) {
			this.sessions.close(session, CloseCode.GOING_AWAY, "A registration of its presence was lost");
		}
		else if (session != null && value != null) {
			this.pipeline
				.submit(new PendingMutation(ChangeOrigin.SESSION, session, key, PathEdits.setMember(lost.path(), value),
						new PresentAgain(binding.owner()))
					.presence(lost.path(), binding.order()));
		}
	}

	/** The result of a registration that nobody called for. */
	private final class PresentAgain implements PendingResult {

		private final PresenceOwner owner;

		PresentAgain(PresenceOwner owner) {
			this.owner = owner;
		}

		@Override
		public void succeeded(long version) {
			ReplacedKeys.this.sessions.present(this.owner);
		}

		@Override
		public void failed(RuntimeException failure) {
			// The client registers it again in its next session.
		}

	}

}
