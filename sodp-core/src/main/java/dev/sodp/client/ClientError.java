// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong in a client and concerns no caller, or more than one.
 *
 * @param source where it arose
 * @param code code of an ERROR frame, else null
 * @param key the key it concerns, if one
 * @param version version of the value it concerns, if one
 * @param message what happened
 * @param cause the exception behind it, if any
 */
public record ClientError(Source source, @Nullable Integer code, @Nullable String key, @Nullable Long version,
		String message, @Nullable Throwable cause) {

	/** Origin of an error. */
	public enum Source {

		/** The socket. */
		TRANSPORT,

		/** An ERROR frame, or a server that does not keep to the protocol. */
		PROTOCOL,

		/** Bytes that could not be decoded, a delta that could not be applied. */
		CODEC,

		/** Application code that threw, or a value that did not fit its type. */
		CALLBACK,

		/** A refused token, or a token provider that failed. */
		AUTHENTICATION

	}

}
