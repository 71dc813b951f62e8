// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.util.List;

import dev.sodp.server.journal.shared.LogEntry;

/**
 * What one look into the log found.
 *
 * @param entries those that matter
 * @param last the number of the last entry, also of those that do not matter
 * @param complete whether no entry is missing before or between them
 */
record LogPage(List<LogEntry> entries, long last, boolean complete) {
}
