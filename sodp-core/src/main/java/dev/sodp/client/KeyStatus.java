// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Instant;
import java.util.Optional;

/**
 * The status of one watched key at one moment.
 *
 * @param key the key
 * @param state whether the key is in sync with the server
 * @param version version of the local value, 0 before the first one
 * @param initialized whether the key exists, as far as this client knows
 * @param since when the key entered {@code state}
 * @param staleSince since when the local value may differ from the server's, regardless
 * of the states in between; empty while the value follows the server's
 * @param subscribers number of watches of this client on the key
 */
public record KeyStatus(String key, KeyState state, long version, boolean initialized, Instant since,
		Optional<Instant> staleSince, int subscribers) {
}
