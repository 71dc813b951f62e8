// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal;

import org.jspecify.annotations.Nullable;

/**
 * Who made a change.
 *
 * @param subject the subject of the session's identity, or null if it has none
 * @param session the session, unique in the history of the state
 */
public record Author(@Nullable String subject, String session) {
}
