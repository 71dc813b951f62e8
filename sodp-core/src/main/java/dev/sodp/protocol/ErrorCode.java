// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

/**
 * The error codes of the protocol (section 5).
 */
public final class ErrorCode {

	/** Malformed frame, argument, path or value. */
	public static final int BAD_REQUEST = 400;

	/** Not authenticated; the server closes the session. */
	public static final int UNAUTHENTICATED = 401;

	/** The subject may not do this. */
	public static final int DENIED = 403;

	/** Unknown method. */
	public static final int UNKNOWN_METHOD = 404;

	/** Already watching; sent by old servers only. */
	public static final int ALREADY_WATCHING = 409;

	/**
	 * The key does not have the version that the call is based on; nothing was applied.
	 */
	public static final int VERSION_MISMATCH = 412;

	/** Frame too large; the server closes the session. */
	public static final int TOO_LARGE = 413;

	/** The resulting value violates the schema of its key. */
	public static final int SCHEMA = 422;

	/** Too many requests in the current second. */
	public static final int RATE_LIMITED = 429;

	/** The server failed. */
	public static final int INTERNAL = 500;

	/** Not now; nothing was applied. */
	public static final int UNAVAILABLE = 503;

	/** The outcome is unknown. */
	public static final int TIMEOUT = 504;

	/** The server holds as much as it may; nothing was applied. */
	public static final int FULL = 507;

	private ErrorCode() {
	}

	/**
	 * Returns whether the same request may be accepted when it is sent again later.
	 * @param code a code of an ERROR or a RESULT
	 * @return true for {@link #RATE_LIMITED}, {@link #INTERNAL}, {@link #UNAVAILABLE},
	 * {@link #TIMEOUT} and {@link #FULL}
	 */
	public static boolean isTemporary(int code) {
		return switch (code) {
			case RATE_LIMITED, INTERNAL, UNAVAILABLE, TIMEOUT, FULL -> true;
			default -> false;
		};
	}

}
