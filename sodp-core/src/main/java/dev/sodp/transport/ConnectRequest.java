// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where and how to open a link.
 *
 * @param uri {@code ws} or {@code wss} address
 * @param headers HTTP headers of the upgrade request
 * @param timeout how long the upgrade may take
 * @param maxMessageBytes largest message to accept, in bytes; a larger one ends the link
 * with code 1009
 */
public record ConnectRequest(URI uri, Map<String, List<String>> headers, Duration timeout, int maxMessageBytes) {

	/**
	 * Creates a request with a copy of the headers.
	 * @param uri {@code ws} or {@code wss} address
	 * @param headers HTTP headers of the upgrade request
	 * @param timeout how long the upgrade may take
	 * @param maxMessageBytes largest message to accept, in bytes
	 */
	public ConnectRequest {
		headers = Map.copyOf(headers);
	}

}
