// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch.container;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import dev.sodp.client.StateChange;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.client.WatchRequest;
import dev.sodp.spring.internal.PrefixRefusals;
import dev.sodp.spring.watch.SodpWatchSpec;
import dev.sodp.spring.watch.SodpWatcher;
import dev.sodp.spring.watch.invocation.WatchEvents;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A watcher from its start to its stop: what it has seen and written in that time.
 */
final class WatchRun {

	private static final Logger logger = LoggerFactory.getLogger(SodpWatcher.class);

	private final WatchParts parts;

	private final SerialCalls serial;

	private final WatchEvents events;

	private final ResultWriter writer;

	private final EventDelivery delivery;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	private volatile @Nullable PrefixRefusals refusals;

	private volatile @Nullable Subscription subscription;

	private volatile boolean ended;

	WatchRun(WatchParts parts, SerialCalls serial, WatchActivity activity) {
		this.parts = parts;
		this.serial = serial;
		SodpWatchSpec spec = parts.spec();
		this.events = new WatchEvents(parts.client(), spec.path(), spec.sources());
		this.writer = new ResultWriter(parts.client(), parts.mapper(), parts.targets(), parts.resultType());
		this.delivery = new EventDelivery(parts.handler(), this.writer, new WatchFailures(parts, activity), activity);
	}

	void start() {
		SodpWatchSpec spec = this.parts.spec();
		WatchRequest<JsonNode> request = WatchRequest
			.<JsonNode>asyncChanges(spec.keys(), JsonNode.class, this::onChange)
			.withParams(spec.params())
			.withDelivery(spec.delivery())
			.withExecutor(spec.executor());
		this.refusals = PrefixRefusals.begin(logger, this.parts.client(), spec.keys(),
				() -> "Watcher '" + spec.id() + "' (" + this.parts.description() + ") is not called");
		Subscription started = this.parts.client().watch(request);
		this.subscription = started;
		if (this.ended) {
			end();
		}
	}

	boolean isActive() {
		Subscription current = this.subscription;
		return !this.ended && (current == null || current.isActive());
	}

	/** No call begins afterwards. */
	void end() {
		this.ended = true;
		Subscription current = this.subscription;
		if (current != null) {
			current.close();
		}
		PrefixRefusals reporting = this.refusals;
		if (reporting != null) {
			reporting.end();
		}
	}

	private CompletionStage<?> onChange(StateChange<JsonNode> change) {
		ChangeDelivery series = new ChangeDelivery(this.events.of(change), this.delivery, () -> this.ended);
		if (isFurtherSnapshot(change.meta())) {
			this.writer.forget();
		}
		this.serial.run(series);
		return series.outcome();
	}

	/** Then the server could not go on from where it was. */
	private boolean isFurtherSnapshot(WatchMeta meta) {
		boolean further = !this.seen.add(meta.key());
		if (!meta.initialized() && !this.parts.spec().keys().contains(meta.key())) {
			// A prefix may have many keys that come and go.
			this.seen.remove(meta.key());
		}
		return meta.source() == Source.INIT && further;
	}

}
