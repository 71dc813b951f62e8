package dev.sodp.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.sodp.client.KeyStatus;

/**
 * The watched keys whose values may differ from the server's, the stalest first.
 */
final class StaleKeys {

	/** Keys that are named in the details of a health check. */
	static final int MAX_NAMED = 10;

	private final List<KeyStatus> keys;

	private final Instant now;

	StaleKeys(List<KeyStatus> all, Instant now) {
		this.keys = all.stream()
			.filter((key) -> key.staleSince().isPresent())
			.sorted(Comparator.comparing(KeyStatus::since))
			.toList();
		this.now = now;
	}

	int count() {
		return this.keys.size();
	}

	/** Whether a key has been stale for longer than a limit. */
	boolean exceed(Duration limit) {
		return !this.keys.isEmpty() && this.keys.get(0).since().plus(limit).isBefore(this.now);
	}

	/** State and age of the stalest keys. */
	Map<String, Object> stalest() {
		Map<String, Object> named = new LinkedHashMap<>();
		for (KeyStatus key : this.keys.subList(0, Math.min(MAX_NAMED, this.keys.size()))) {
			Map<String, Object> details = new LinkedHashMap<>();
			details.put("state", key.state().name());
			details.put("since", key.since());
			details.put("version", key.version());
			named.put(key.key(), details);
		}
		return named;
	}

}
