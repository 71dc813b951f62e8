// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * How a link ended.
 *
 * @param code WebSocket close code; 1006 if the connection was lost or never opened
 * @param reason the peer's text, or what failed
 * @param httpStatus HTTP status of a refused upgrade
 * @param cause the failure, or {@code null}
 */
public record LinkEnd(int code, String reason, OptionalInt httpStatus, @Nullable Throwable cause) {

	/** Close code of a connection that ended without a close frame. */
	public static final int ABNORMAL = 1006;

	/**
	 * Returns the end of a link that failed.
	 * @param cause what failed
	 * @return the end, with a reason derived from the cause
	 */
	public static LinkEnd failed(Throwable cause) {
		return new LinkEnd(ABNORMAL, describe(cause), OptionalInt.empty(), cause);
	}

	/** The most frequent failures of the JDK's HTTP client have no message. */
	private static String describe(Throwable cause) {
		if (cause instanceof ConnectException && cause.getMessage() == null) {
			return (cause.getCause() instanceof UnresolvedAddressException) ? "unknown host" : "connection refused";
		}
		String message = cause.getMessage();
		String name = cause.getClass().getSimpleName();
		return (message != null) ? name + ": " + message : name;
	}

	/**
	 * Returns the end of a link that a close frame ended.
	 * @param code WebSocket close code
	 * @param reason the peer's text
	 * @return the end
	 */
	public static LinkEnd closed(int code, String reason) {
		return new LinkEnd(code, reason, OptionalInt.empty(), null);
	}

	@Override
	public String toString() {
		return this.reason.isEmpty() ? "closed with code " + this.code : this.reason + " (code " + this.code + ")";
	}

}
