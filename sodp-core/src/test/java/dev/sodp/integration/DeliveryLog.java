// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.sodp.client.WatchCallback;
import dev.sodp.client.WatchMeta;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** A callback that remembers what it was called with. */
final class DeliveryLog implements WatchCallback<JsonNode> {

	record Delivered(JsonNode value, WatchMeta meta) {
	}

	private final Queue<Delivered> deliveries = new ConcurrentLinkedQueue<>();

	@Override
	public void onValue(JsonNode value, WatchMeta meta) {
		this.deliveries.add(new Delivered(value, meta));
	}

	long countOf(String key, JsonNode value) {
		return this.deliveries.stream()
			.filter((delivered) -> delivered.meta().key().equals(key) && value.equals(delivered.value()))
			.count();
	}

	/**
	 * Versions of a key never go back, and a change is told once: after a snapshot or a
	 * change only newer changes follow.
	 */
	void assertNothingTwice(String key) {
		long latest = -1;
		for (Delivered delivered : this.deliveries) {
			WatchMeta meta = delivered.meta();
			if (!meta.key().equals(key)) {
				continue;
			}
			if (meta.source() == WatchMeta.Source.DELTA) {
				assertThat(meta.version()).as("%s after version %d", meta, latest).isGreaterThan(latest);
			}
			else {
				assertThat(meta.version()).as("%s after version %d", meta, latest).isGreaterThanOrEqualTo(latest);
			}
			latest = meta.version();
		}
	}

}
