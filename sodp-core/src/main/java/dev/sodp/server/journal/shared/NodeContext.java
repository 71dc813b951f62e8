// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiConsumer;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalFailure;
import dev.sodp.server.journal.JournalListener;
import dev.sodp.server.journal.SharedJournalListener;
import org.jspecify.annotations.Nullable;

/** What the partitions of a node have in common. */
final class NodeContext {

	private final SharedLog log;

	private final SharedLogSettings settings;

	private final ClusterCounters counters = new ClusterCounters();

	/** Read on threads of the log. */
	private final Set<String> prefixes = new CopyOnWriteArraySet<>();

	private @Nullable SharedJournalListener listener;

	private @Nullable JournalListener answers;

	private volatile String node;

	NodeContext(SharedLog log, SharedLogSettings settings) {
		this.log = log;
		this.settings = settings;
		this.node = settings.ids().get();
	}

	SharedLog log() {
		return this.log;
	}

	SharedLogSettings settings() {
		return this.settings;
	}

	ClusterCounters counters() {
		return this.counters;
	}

	Set<String> prefixes() {
		return this.prefixes;
	}

	/** Whether changes of a key that is not held are reported. Called on any thread. */
	boolean isFollowed(String key) {
		for (String prefix : this.prefixes) {
			if (key.startsWith(prefix)) {
				return true;
			}
		}
		return false;
	}

	String node() {
		return this.node;
	}

	/** Others have taken this node for dead, so it goes on as another one. */
	void renameNode() {
		this.node = this.settings.ids().get();
	}

	SharedJournalListener listener() {
		return Objects.requireNonNull(this.listener, "The journal is not shared yet");
	}

	void listener(SharedJournalListener newListener) {
		this.listener = newListener;
	}

	JournalListener answers() {
		return Objects.requireNonNull(this.answers, "The journal is not open");
	}

	void answers(JournalListener newAnswers) {
		this.answers = newAnswers;
	}

	/** Nanoseconds. */
	long now() {
		return this.log.nanos();
	}

	/** Brings the answer of the log into a step. */
	<T> void whenDone(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable LogException> action) {
		stage.whenComplete((result, failure) -> listener()
			.step(() -> action.accept(result, (failure != null) ? logException(failure) : null)));
	}

	private static LogException logException(Throwable failure) {
		Throwable cause = (failure.getCause() instanceof LogException) ? failure.getCause() : failure;
		return (cause instanceof LogException known) ? known : new LogException(
				new JournalFailure(ErrorCode.UNAVAILABLE, "The log of the cluster failed", failure), false);
	}

}
