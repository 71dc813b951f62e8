// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;

import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the server refused a conditional write because the key does not have the
 * version that the write is based on; it had no effect.
 */
public final class SodpVersionConflictException extends SodpRejectedException {

	private static final long serialVersionUID = 1L;

	/** The version as {@link #currentVersion()} returns it. */
	private final @Nullable Long currentVersion;

	/**
	 * Creates the exception.
	 * @param message names the call and ends with the server's reason; the code is
	 * appended
	 * @param currentVersion the version that the key has, 0 if it does not exist;
	 * {@code null} if the server does not say
	 */
	public SodpVersionConflictException(String message, @Nullable Long currentVersion) {
		super(ErrorCode.VERSION_MISMATCH, message);
		this.currentVersion = currentVersion;
	}

	/**
	 * Returns the version that the key had when the write was refused.
	 * @return 0 if the key did not exist; empty if the server does not say
	 */
	public OptionalLong currentVersion() {
		return (this.currentVersion != null) ? OptionalLong.of(this.currentVersion) : OptionalLong.empty();
	}

}
