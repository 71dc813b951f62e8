// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

/**
 * The answer to a request that does not become a WebSocket.
 *
 * @param status HTTP status
 * @param header a header that belongs to it, or an empty text
 * @param text what to tell the client
 */
record Refusal(int status, String header, String text) {

	Refusal(int status, String text) {
		this(status, (status == 401) ? "WWW-Authenticate: Bearer" : "", text);
	}

}
