// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import java.util.concurrent.atomic.AtomicLong;

/** What a node has done in its cluster so far. Read on any thread. */
final class ClusterCounters {

	final AtomicLong proposals = new AtomicLong();

	final AtomicLong conflicts = new AtomicLong();

	final AtomicLong retries = new AtomicLong();

	final AtomicLong reloads = new AtomicLong();

	final AtomicLong batches = new AtomicLong();

}
