// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Thrown for bytes that are not a SODP frame. Says what is wrong and at which byte.
 * Contains the header if it could still be read, so that a client can resync the one key
 * affected (protocol section 3).
 */
public final class MalformedFrameException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The offset as {@link #offset()} returns it. */
	private final long offset;

	private final transient @Nullable FrameHeader header;

	/** The key as {@link #state()} returns it. */
	private final @Nullable String state;

	/** The call id as {@link #callId()} returns it. */
	private final @Nullable String callId;

	/**
	 * Creates the exception.
	 * @param reason what is wrong
	 * @param offset where reading stopped, in bytes from the start of the message
	 * @param header the header of the frame, or {@code null} if it could not be read
	 * @param state the key in the body, or {@code null} if none was found
	 * @param callId the id of the call in the body, or {@code null} if none was found
	 * @param cause the exception behind it, or {@code null}
	 */
	public MalformedFrameException(String reason, long offset, @Nullable FrameHeader header, @Nullable String state,
			@Nullable String callId, @Nullable Throwable cause) {
		super("Malformed frame at byte " + offset + ": " + reason, cause);
		this.offset = offset;
		this.header = header;
		this.state = state;
		this.callId = callId;
	}

	/**
	 * Returns where reading stopped.
	 * @return offset in bytes from the start of the message
	 */
	public long offset() {
		return this.offset;
	}

	/**
	 * Returns the header of the frame.
	 * @return empty if not even the header could be read, and after deserialization
	 */
	public Optional<FrameHeader> header() {
		return Optional.ofNullable(this.header);
	}

	/**
	 * Returns the key in the body.
	 * @return empty if there is none before or after the defect
	 */
	public Optional<String> state() {
		return Optional.ofNullable(this.state);
	}

	/**
	 * Returns the id of the call that the body makes or answers.
	 * @return empty if the body names none before or after the defect
	 */
	public Optional<String> callId() {
		return Optional.ofNullable(this.callId);
	}

}
