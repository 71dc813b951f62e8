// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;

import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when an update has given up because the server refused each of its writes,
 * others having changed the key meanwhile; it had no effect.
 */
public final class SodpUpdateConflictException extends SodpRejectedException {

	private static final long serialVersionUID = 1L;

	/** The key as {@link #key()} returns it. */
	private final String key;

	/** The number as {@link #tries()} returns it. */
	private final int tries;

	/** The version as {@link #lastVersion()} returns it. */
	private final @Nullable Long lastVersion;

	/**
	 * Creates the exception.
	 * @param key the key
	 * @param tries how often the write was refused
	 * @param lastVersion the version that the key had at the last refusal, 0 if it did
	 * not exist; {@code null} if the server does not say
	 * @param cause the last refusal
	 */
	public SodpUpdateConflictException(String key, int tries, @Nullable Long lastVersion, Throwable cause) {
		super(ErrorCode.VERSION_MISMATCH,
				"The update of '" + key + "' was given up after " + tries
						+ " tries, because others changed the key each time"
						+ ((lastVersion != null) ? "; it had version " + lastVersion + " in the end" : ""));
		initCause(cause);
		this.key = key;
		this.tries = tries;
		this.lastVersion = lastVersion;
	}

	/**
	 * Returns the key.
	 * @return never empty
	 */
	public String key() {
		return this.key;
	}

	/**
	 * Returns how often the write was refused.
	 * @return at least 1
	 */
	public int tries() {
		return this.tries;
	}

	/**
	 * Returns the version that the key had at the last refusal.
	 * @return 0 if the key did not exist; empty if the server does not say
	 */
	public OptionalLong lastVersion() {
		return (this.lastVersion != null) ? OptionalLong.of(this.lastVersion) : OptionalLong.empty();
	}

}
