// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that does not become a WebSocket.
 *
 * @param status HTTP status
 * @param header a header that belongs to it, or an empty text
 * @param text what to tell the client
 */
record Refusal(int status, String header, String text) {

	static final int UNAUTHORIZED = 401;

	private static final String BASIC = "Basic ";

	Refusal(int status, String text) {
		this(status, "", text);
	}

	/**
	 * Refuses an upgrade because of who asks.
	 * @param status HTTP status; 401 asks for other credentials of the same scheme
	 * @param authorization what the client has presented
	 * @param text what to tell the client
	 */
	static Refusal of(int status, @Nullable String authorization, String text) {
		if (status != UNAUTHORIZED) {
			return new Refusal(status, text);
		}
		boolean basic = authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
		return new Refusal(status, "WWW-Authenticate: " + (basic ? "Basic realm=\"SODP\"" : "Bearer"), text);
	}

}
