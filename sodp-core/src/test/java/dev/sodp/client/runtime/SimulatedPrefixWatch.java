// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.ClientError;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.KeyEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A simulated application's watch of a prefix, and what has become of its events.
 */
public final class SimulatedPrefixWatch {

	private final PrefixDelivery<JsonNode> delivery;

	private final Map<String, Integer> open = new HashMap<>();

	private final Map<String, JsonNode> latest = new HashMap<>();

	private final Map<String, JsonNode> lastTold = new HashMap<>();

	private SimulatedPrefixWatch(String pattern, DeliveryMode mode, Function<String, WatchTarget<JsonNode>> targets,
			Host host) {
		this.delivery = new PrefixDelivery<>(pattern, (key) -> new Delivery<>(key, (tree, ops) -> tree,
				targets.apply(key), mode, host, new DeliveryMeter(host::nanoTime), host::report, (closed) -> {
				}), (closed) -> {
				});
		// Targets notify this, which is complete by the first event.
	}

	static SimulatedPrefixWatch ofSteps(String pattern, DeliveryMode mode, AsyncStateChangeListener<JsonNode> listener,
			Host host) {
		SimulatedPrefixWatch[] watch = new SimulatedPrefixWatch[1];
		watch[0] = new SimulatedPrefixWatch(pattern, mode, (key) -> new ChangeTarget<>((change) -> {
			watch[0].told(change.meta(), change.current());
			return listener.onChange(change);
		}), host);
		return watch[0];
	}

	static SimulatedPrefixWatch ofValues(String pattern, DeliveryMode mode, AsyncWatchCallback<JsonNode> callback,
			Host host) {
		SimulatedPrefixWatch[] watch = new SimulatedPrefixWatch[1];
		watch[0] = new SimulatedPrefixWatch(pattern, mode, (key) -> WatchTarget.values((value, meta) -> {
			watch[0].told(meta, value);
			return callback.onValue(value, meta);
		}), host);
		return watch[0];
	}

	PrefixDelivery<JsonNode> delivery() {
		return this.delivery;
	}

	public String pattern() {
		return this.delivery.key();
	}

	/** Keys for which something is held. */
	public int size() {
		return this.delivery.size();
	}

	/** The engine handed an event over. */
	void handed(KeyEvent event) {
		this.open.merge(event.meta().key(), 1, Integer::sum);
		this.latest.put(event.meta().key(), event.value());
	}

	private void told(WatchMeta meta, @Nullable JsonNode value) {
		this.open.merge(meta.key(), -1 - meta.merged(), Integer::sum);
		this.lastTold.put(meta.key(), value);
	}

	void check() {
		if (this.open.values().stream().anyMatch((count) -> count != 0) || !this.lastTold.equals(this.latest)) {
			throw new AssertionError("The watch of " + pattern() + " was not notified of " + this.open
					+ " events, and last of " + this.lastTold + " instead of " + this.latest);
		}
	}

	/** What a watch needs of its client. */
	interface Host extends Executor {

		long nanoTime();

		void report(ClientError error);

	}

}
