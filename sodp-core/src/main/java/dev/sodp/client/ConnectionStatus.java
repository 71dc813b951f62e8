// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import dev.sodp.protocol.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a client's connection, for monitoring.
 *
 * @param state the state of the client
 * @param since when the client entered that state
 * @param uri the server's address without user information and query, which may be
 * confidential
 * @param server name of the server in the current or last session, or {@code null} before
 * the first one
 * @param protocolVersion protocol version of the server in the current or last session,
 * or {@code null} before the first one
 * @param capabilities what the server advertised, or {@code null} before the first
 * session
 * @param watchedKeys number of watched keys
 * @param pendingKeys number of watched keys that wait for the server's value
 * @param lastFailure why the client is not live, or why the last session ended;
 * {@code null} if nothing has failed yet
 * @param nextAttempt delay from {@code since} to the next attempt in
 * {@link ConnectionState#WAITING}, otherwise {@code null}
 */
public record ConnectionStatus(ConnectionState state, Instant since, URI uri, @Nullable String server,
		@Nullable String protocolVersion, @Nullable Capabilities capabilities, int watchedKeys, int pendingKeys,
		@Nullable Throwable lastFailure, @Nullable Duration nextAttempt) {
}
