// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.time.Instant;
import java.util.Optional;

/**
 * How one watched key stood to the server at one moment.
 *
 * @param key the key
 * @param state how it stands
 * @param version version of the value known here, 0 before the first one
 * @param initialized whether the key exists, as far as it is known here
 * @param since when the key came into {@code state}
 * @param staleSince since when the value known here may differ from the server's,
 * whatever states the key went through in between; empty while the value follows the
 * server's
 * @param subscribers number of watches of this client on the key
 */
public record KeyStatus(String key, KeyState state, long version, boolean initialized, Instant since,
		Optional<Instant> staleSince, int subscribers) {
}
