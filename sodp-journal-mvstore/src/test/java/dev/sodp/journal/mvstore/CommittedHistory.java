// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each version of each key was, to compare with what is found after a restart.
 */
final class CommittedHistory {

	/** The value of a key from each version on; a missing one was deleted. */
	private final Map<String, TreeMap<Long, TestEngine.Key>> keys = new HashMap<>();

	/** The last version of each batch that was told. */
	private final TreeSet<Long> boundaries = new TreeSet<>();

	synchronized void add(String name, TestEngine.Key key) {
		this.keys.computeIfAbsent(name, (newKey) -> new TreeMap<>()).put(key.version(), key);
	}

	synchronized void boundary(long version) {
		this.boundaries.add(version);
	}

	/**
	 * Checks that what was found is the state at the end of one of the batches.
	 * @param found the state found
	 * @param acknowledged the last version that was acknowledged before
	 */
	synchronized void check(TestEngine found, long acknowledged) {
		long last = found.keys.values().stream().mapToLong(TestEngine.Key::version).max().orElse(0);
		assertThat(last).as("last version").isGreaterThanOrEqualTo(acknowledged);
		assertThat(this.boundaries).as("ends with a batch").contains(last);
		checkAt(found, last);
	}

	/** Checks that what was found is the state at a version. */
	synchronized void checkAt(TestEngine found, long version) {
		Map<String, Long> expected = new TreeMap<>();
		this.keys.forEach((name, versions) -> {
			Long latest = versions.floorKey(version);
			if (latest != null) {
				expected.put(name, latest);
			}
		});
		Map<String, Long> versions = new TreeMap<>();
		found.keys.forEach((name, key) -> versions.put(name, key.version()));
		assertThat(versions).isEqualTo(expected);
		found.keys.forEach((name, key) -> {
			JsonNode value = this.keys.get(name).get(key.version()).value();
			assertThat(key.value()).as(name).isEqualTo(value);
			if (!key.log().isEmpty()) {
				assertThat(key.logVersions()).endsWith(key.version());
			}
		});
	}

}
