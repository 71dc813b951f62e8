// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The threads that clients and servers start after this was made. */
final class LeftThreads {

	private final Set<Thread> before = Thread.getAllStackTraces().keySet();

	/** Waits until there are none. */
	void awaitNone() {
		await().untilAsserted(() -> assertThat(now()).isEmpty());
	}

	private Set<String> now() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !this.before.contains(thread))
			.map(Thread::getName)
			.filter((name) -> name.startsWith("sodp-") && !name.startsWith("sodp-in-memory"))
			.collect(Collectors.toSet());
	}

}
