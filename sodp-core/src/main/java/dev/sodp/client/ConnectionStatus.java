// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.sodp.protocol.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a client's connection, for operators.
 *
 * @param state where the client stands
 * @param since when it came there
 * @param uri the server's address without user information and query, which may be secret
 * @param server name the server gave itself in the current or last session, or null
 * before the first one
 * @param protocolVersion version the server gave, or null before the first session
 * @param capabilities what the server advertised, or null before the first session
 * @param watchedKeys number of watched keys
 * @param pendingKeys number of watched keys that wait for the server's value
 * @param lastFailure why the client is not live, or why the last session ended; null if
 * nothing ever failed
 * @param nextAttempt delay from {@code since} to the next attempt in
 * {@link ConnectionState#WAITING}, else null
 */
public record ConnectionStatus(ConnectionState state, Instant since, URI uri, @Nullable String server,
		@Nullable String protocolVersion, @Nullable Capabilities capabilities, int watchedKeys, int pendingKeys,
		@Nullable Throwable lastFailure, @Nullable Duration nextAttempt) {
}
