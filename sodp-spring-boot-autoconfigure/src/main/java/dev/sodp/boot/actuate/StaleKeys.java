// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.sodp.client.KeyStatus;

/**
 * The watched keys whose values may differ from the server's, the stalest first.
 */
final class StaleKeys {

	/** Maximum number of keys named in the details of a health check. */
	static final int MAX_NAMED = 10;

	private final List<StaleKey> keys;

	private final Instant now;

	StaleKeys(List<KeyStatus> all, Instant now) {
		this.keys = all.stream()
			.flatMap((key) -> StaleKey.of(key).stream())
			.sorted(Comparator.comparing(StaleKey::since))
			.toList();
		this.now = now;
	}

	int count() {
		return this.keys.size();
	}

	/** Returns whether a key has been stale for longer than a limit. */
	boolean exceed(Duration limit) {
		return !this.keys.isEmpty() && this.keys.get(0).since().plus(limit).isBefore(this.now);
	}

	/** Returns the state and age of the stalest keys. */
	Map<String, Object> stalest() {
		Map<String, Object> named = new LinkedHashMap<>();
		for (StaleKey key : this.keys.subList(0, Math.min(MAX_NAMED, this.keys.size()))) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("state", key.status().state().name());
			details.put("since", key.since());
			details.put("version", key.status().version());
			named.put(key.status().key(), details);
		}
		return named;
	}

	private record StaleKey(KeyStatus status, Instant since) {

		static Optional<StaleKey> of(KeyStatus status) {
			return status.staleSince().map((since) -> new StaleKey(status, since));
		}

	}

}
