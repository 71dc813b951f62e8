// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

/**
 * The WebSocket close codes with which this server ends sessions.
 */
public final class CloseCode {

	/** Nothing is wrong. */
	static final int NORMAL = 1000;

	/** The server stops. */
	public static final int GOING_AWAY = 1001;

	/** A message above the frame limit. */
	static final int TOO_BIG = 1009;

	/** The server failed. */
	public static final int INTERNAL = 1011;

	/** The session did not read its deltas fast enough. */
	static final int TOO_SLOW = 1013;

	/** No room for another session; the same code, try again later. */
	public static final int FULL = 1013;

	/** No token, a refused one, or one that expired. */
	static final int UNAUTHENTICATED = 4401;

	/** No answer to a HEARTBEAT. */
	static final int SILENT = 4408;

	private static final int LONGEST_REASON = 123;

	private CloseCode() {
	}

	/**
	 * Shortens a text to what a close frame can carry.
	 * @param text any text
	 * @return at most 123 bytes of it
	 */
	static String reason(String text) {
		int bytes = 0;
		int end = 0;
		while (end < text.length()) {
			int codePoint = text.codePointAt(end);
			bytes += utf8Length(codePoint);
			if (bytes > LONGEST_REASON) {
				break;
			}
			end += Character.charCount(codePoint);
		}
		return text.substring(0, end);
	}

	private static int utf8Length(int codePoint) {
		if (codePoint < 0x80) {
			return 1;
		}
		if (codePoint < 0x800) {
			return 2;
		}
		return (codePoint < 0x10000) ? 3 : 4;
	}

}
