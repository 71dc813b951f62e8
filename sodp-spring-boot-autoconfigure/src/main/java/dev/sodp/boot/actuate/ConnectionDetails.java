// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.sodp.boot.properties.SafeUri;
import dev.sodp.client.ConnectionStatus;
import org.jspecify.annotations.Nullable;

/**
 * The details of a connection that operators may see: no token, and no part of an address
 * that may contain one.
 */
final class ConnectionDetails {

	private ConnectionDetails() {
	}

	static Map<String, Object> of(ConnectionStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state().name());
		details.put("since", status.since());
		details.put("url", SafeUri.of(status.uri()));
		details.put("watchedKeys", status.watchedKeys());
		details.put("pendingKeys", status.pendingKeys());
		put(details, "server", status.server());
		put(details, "protocolVersion", status.protocolVersion());
		put(details, "nextAttempt", (status.nextAttempt() != null) ? status.since().plus(status.nextAttempt()) : null);
		put(details, "lastFailure", (status.lastFailure() != null) ? describe(status.lastFailure()) : null);
		return details;
	}

	static String describe(Throwable failure) {
		String message = failure.getMessage();
		return (message != null) ? SafeUri.in(message) : failure.getClass().getSimpleName();
	}

	private static void put(Map<String, Object> details, String name, @Nullable Object value) {
		if (value != null) {
			details.put(name, value);
		}
	}

}
