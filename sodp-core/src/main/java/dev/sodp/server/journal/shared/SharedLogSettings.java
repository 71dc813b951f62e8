// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * How a {@link SharedLogJournal} works.
 *
 * @param lease how long a node counts as alive without a renewal
 * @param renewal time between two renewals
 * @param timeout how long a proposal waits for the log before it fails
 * @param ids makes names of nodes, tags and epochs, different ones on all nodes for ever
 */
public record SharedLogSettings(Duration lease, Duration renewal, Duration timeout, Supplier<String> ids) {

	/** Settings that suit most. */
	public static final SharedLogSettings DEFAULT = new SharedLogSettings(Duration.ofSeconds(10), Duration.ofSeconds(2),
			Duration.ofSeconds(10), () -> UUID.randomUUID().toString());

}
