// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.SharedJournalListener;

/** What a shared journal reports beside the answers to proposals. */
final class ClusterEvents implements SharedJournalListener {

	private static final String FENCED = "This node has to join its cluster again";

	private final Consumer<Runnable> steps;

	private final StateStore store;

	private final HeldKeys keys;

	private final ReplacedKeys replaced;

	private final Telling telling;

	private final Sessions sessions;

	private final DeadNodes deadNodes;

	private final Consumer<String> epochs;

	/**
	 * Creates it.
	 * @param steps takes steps
	 * @param store the keys
	 * @param keys which of them are held
	 * @param replaced takes what is true instead of what was known
	 * @param telling keeps the order of what the journal says of a key
	 * @param sessions the sessions
	 * @param deadNodes removes what nodes have left
	 * @param epochs is given the epoch of sessions that begin from now on
	 */
	ClusterEvents(Consumer<Runnable> steps, StateStore store, HeldKeys keys, ReplacedKeys replaced, Telling telling,
			Sessions sessions, DeadNodes deadNodes, Consumer<String> epochs) {
		this.steps = steps;
		this.store = store;
		this.keys = keys;
		this.replaced = replaced;
		this.telling = telling;
		this.sessions = sessions;
		this.deadNodes = deadNodes;
		this.epochs = epochs;
	}

	@Override
	public void step(Runnable action) {
		this.steps.accept(action);
	}

	@Override
	public void loaded(HeldKey key) {
		if (this.keys.isAwaited(key.key())) {
			this.keys.read(key);
			this.replaced.appeared(key.key());
		}
		else {
			this.telling.addForeign(key.key(), (outcomes) -> this.replaced.replace(key));
		}
	}

	@Override
	public void notLoaded(String key, JournalFailure failure) {
		this.keys.notRead(key, failure);
	}

	@Override
	public void appeared(String key) {
		this.keys.prefixes().appeared(key);
	}

	@Override
	public void missed() {
		this.keys.prefixes().listAgain();
	}

	@Override
	public void history(String epoch, List<VersionRange> gaps) {
		gaps.forEach((gap) -> this.store.versions().lost(gap.first(), gap.last()));
		this.epochs.accept(epoch);
	}

	@Override
	public void fenced(String node) {
		this.sessions.life(node);
		this.sessions.all().forEach((session) -> this.sessions.close(session, CloseCode.GOING_AWAY, FENCED));
	}

	@Override
	public void gone(String node, Set<String> keysOfNode, Runnable removed) {
		this.deadNodes.add(node, keysOfNode, removed);
	}

}
