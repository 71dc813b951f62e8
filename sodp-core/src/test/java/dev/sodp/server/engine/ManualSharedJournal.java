// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.journal.ClusterStatus;
import dev.sodp.server.journal.Commit;
import dev.sodp.server.journal.HeldKey;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.JournalRecovery;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.server.journal.LogLimits;
import dev.sodp.server.journal.PresenceChange;
import dev.sodp.server.journal.PresenceOwner;
import dev.sodp.server.journal.Proposal;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.server.journal.SharedJournalListener;
import dev.sodp.server.journal.SharedJournalListener.VersionRange;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A shared journal that answers when a test wants it to. */
public final class ManualSharedJournal implements SharedJournal {

	static final JournalFailure AWAY = new JournalFailure(ErrorCode.UNAVAILABLE, "The log is away", null);

	/** Keys that are to be read. */
	final Deque<String> reads = new ArrayDeque<>();

	final List<String> released = new ArrayList<>();

	final List<String> followed = new ArrayList<>();

	final Deque<Listing> listings = new ArrayDeque<>();

	final Deque<Synchronization> synchronizations = new ArrayDeque<>();

	final Deque<Proposal> waiting = new ArrayDeque<>();

	/** Up to where everything is known. */
	long known;

	@Nullable String refusal;

	private @Nullable SharedJournalListener events;

	private @Nullable JournalListener answers;

	private String node = "node-1";

	@Override
	public String node() {
		return this.node;
	}

	@Override
	public void share(SharedJournalListener listener) {
		this.events = listener;
	}

	@Override
	public String open(LogLimits limits, JournalRecovery recovery, JournalListener listener) {
		this.answers = listener;
		return "epoch-1";
	}

	private void step(Consumer<SharedJournalListener> event) {
		SharedJournalListener listener = Objects.requireNonNull(this.events, "not shared");
		listener.step(() -> event.accept(listener));
	}

	/** Several things happen in one step. */
	public void inOneStep(Runnable events) {
		step((listener) -> events.run());
	}

	/** What was to be read first is this. */
	public void read(long version, @Nullable String json) {
		read(version, json, Map.of());
	}

	void read(long version, @Nullable String json, Map<StatePath, PresenceOwner> presence) {
		replace(this.reads.remove(), version, json, presence);
	}

	/** A key is not what was known, though nothing is lost. */
	void replace(String key, long version, @Nullable String json, Map<StatePath, PresenceOwner> presence) {
		load(key, version, json, presence, null);
	}

	/** What was known of a key is lost. */
	void lose(String key, long version, @Nullable String json) {
		lose(key, version, json, Map.of());
	}

	/** The same, and this is who has registered since. */
	void lose(String key, long version, @Nullable String json, Map<StatePath, PresenceOwner> presence) {
		load(key, version, json, presence, presence.keySet());
	}

	private void load(String key, long version, @Nullable String json, Map<StatePath, PresenceOwner> presence,
			@Nullable Set<StatePath> presentSinceLoss) {
		JsonNode value = (json != null) ? EngineFixture.json(json) : null;
		step((listener) -> listener
			.loaded(new HeldKey(key, version, value, version, List.of(), presence, presentSinceLoss)));
	}

	/** What was to be read first cannot be. */
	void notRead() {
		step((listener) -> listener.notLoaded(this.reads.remove(), AWAY));
	}

	void listed(String... names) {
		step((listener) -> this.listings.remove().listed(List.of(names)));
	}

	void notListed() {
		step((listener) -> this.listings.remove().notListed(AWAY));
	}

	public void synchronizeAll() {
		while (!this.synchronizations.isEmpty()) {
			step((listener) -> this.synchronizations.remove().done(null));
		}
	}

	void notSynchronized() {
		step((listener) -> this.synchronizations.remove().done(AWAY));
	}

	void appeared(String key) {
		step((listener) -> listener.appeared(key));
	}

	void missed() {
		step(SharedJournalListener::missed);
	}

	void history(String epoch, long first, long last) {
		step((listener) -> listener.history(epoch, List.of(new VersionRange(first, last))));
	}

	void fence(String newNode) {
		this.node = newNode;
		step((listener) -> listener.fenced(newNode));
	}

	void gone(String goneNode, Set<String> keys, Runnable removed) {
		step((listener) -> listener.gone(goneNode, keys, removed));
	}

	/** Commits what has waited for longest. */
	void commitNext(long version) {
		Proposal next = this.waiting.remove();
		answers().committed(List.of(new Commit(next.toChange(next.changesValue() ? version : 0), next)));
	}

	/** What has waited for longest was not stored. */
	void failNext() {
		answers().failed(this.waiting.remove(), AWAY);
	}

	/** Another node's change came before what has waited for longest. */
	void conflictNext() {
		Proposal next = this.waiting.remove();
		this.waiting.removeIf((proposal) -> proposal.key().equals(next.key()));
		answers().conflict(next);
	}

	/** Another node has set a key. */
	public void commitForeign(String key, long version, String json) {
		commitForeign(key, version, List.of(DeltaOp.update("/", EngineFixture.json(json))), PresenceChange.NONE);
	}

	void commitForeign(String key, long version, List<DeltaOp> ops, PresenceChange presence) {
		Proposal other = new Proposal(key, 0, EngineFixture.json("0"), true, ops, new FrameEncoder().encodeOps(ops), 0,
				null, presence, true);
		answers().committed(List.of(new Commit(other.toChange(ops.isEmpty() ? 0 : version), null)));
	}

	private JournalListener answers() {
		return Objects.requireNonNull(this.answers, "not open");
	}

	@Override
	public void hold(String key) {
		this.reads.add(key);
	}

	@Override
	public void release(String key) {
		this.released.add(key);
	}

	@Override
	public void follow(String prefix) {
		this.followed.add(prefix);
	}

	@Override
	public void unfollow(String prefix) {
		this.followed.remove(prefix);
	}

	@Override
	public void synchronize(Synchronization result) {
		this.synchronizations.add(result);
	}

	@Override
	public void list(String prefix, @Nullable String after, int limit, Listing result) {
		this.listings.add(result);
	}

	@Override
	public CompletionStage<List<String>> keys(String prefix, @Nullable String after, int limit) {
		return CompletableFuture.completedFuture(List.of());
	}

	@Override
	public long known() {
		return this.known;
	}

	@Override
	public @Nullable String refusal() {
		return this.refusal;
	}

	@Override
	public void append(Proposal proposal) {
		this.waiting.add(proposal);
	}

	@Override
	public void forget(String key, long version) {
	}

	@Override
	public JournalStatus status() {
		return JournalStatus.MEMORY;
	}

	@Override
	public ClusterStatus cluster() {
		return new ClusterStatus(this.node, List.of(this.node), this.refusal, Duration.ZERO, Duration.ZERO, null, 0, 0,
				0, 0, 0);
	}

	@Override
	public void close() {
	}

}
