// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * An error in a client that no returned future reports, or that affects more than one
 * caller.
 *
 * @param source where the error occurred
 * @param code code of an ERROR frame, otherwise {@code null}
 * @param key the key it concerns, or {@code null}
 * @param version version of the value it concerns, or {@code null}
 * @param message what happened
 * @param cause the exception behind it, or {@code null}
 */
public record ClientError(Source source, @Nullable Integer code, @Nullable String key, @Nullable Long version,
		String message, @Nullable Throwable cause) {

	/** Origin of an error. */
	public enum Source {

		/** The socket. */
		TRANSPORT,

		/** An ERROR frame, or a server that violates the protocol. */
		PROTOCOL,

		/** Bytes that could not be decoded, or a delta that could not be applied. */
		CODEC,

		/**
		 * Application code that threw an exception, or a value that did not fit its type.
		 */
		CALLBACK,

		/** A refused token, or a token provider that failed. */
		AUTHENTICATION

	}

}
