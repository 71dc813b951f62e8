// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server;

import java.util.OptionalLong;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/** Thrown when a mutation is refused; it had no effect. */
public final class StateRejectedException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The code as {@link #code()} returns it. */
	private final int code;

	/** The version as {@link #currentVersion()} returns it. */
	private final @Nullable Long currentVersion;

	/**
	 * Creates the exception.
	 * @param code a code of {@link dev.sodp.protocol.ErrorCode}
	 * @param message why the mutation is refused; sent to the client
	 */
	public StateRejectedException(int code, String message) {
		super(message);
		this.code = code;
		this.currentVersion = null;
	}

	/**
	 * Creates the exception.
	 * @param code a code of {@link dev.sodp.protocol.ErrorCode}
	 * @param message why the mutation is refused; sent to the client
	 * @param cause what made it impossible, such as an
	 * {@link dev.sodp.state.InvalidValueException}
	 */
	public StateRejectedException(int code, String message, Throwable cause) {
		super(message, cause);
		this.code = code;
		this.currentVersion = null;
	}

	private StateRejectedException(String message, long currentVersion) {
		super(message);
		this.code = ErrorCode.VERSION_MISMATCH;
		this.currentVersion = currentVersion;
	}

	/**
	 * Refuses a conditional mutation of a key that has another version.
	 * @param expected the version that the mutation is based on, 0 if the key should not
	 * exist
	 * @param current the version that the key has, 0 if it does not exist
	 * @return the exception, with code {@link ErrorCode#VERSION_MISMATCH}
	 */
	public static StateRejectedException versionMismatch(long expected, long current) {
		String found = (current == 0) ? "The key does not exist" : "The key has version " + current;
		String wanted = (expected == 0) ? "it was expected not to exist" : "version " + expected + " was expected";
		return new StateRejectedException(found + ", " + wanted, current);
	}

	/**
	 * Returns why the mutation was refused.
	 * @return a code of {@link dev.sodp.protocol.ErrorCode}
	 */
	public int code() {
		return this.code;
	}

	/**
	 * Returns which version the key has whose version did not match.
	 * @return 0 if the key does not exist; empty unless the code is
	 * {@link ErrorCode#VERSION_MISMATCH}
	 */
	public OptionalLong currentVersion() {
		return (this.currentVersion != null) ? OptionalLong.of(this.currentVersion) : OptionalLong.empty();
	}

}
