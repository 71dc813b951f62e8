// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that are not a SODP frame. Says what is wrong and at which byte; where the header
 * could still be read it is given, so that a client can resync the one key concerned
 * (protocol section 3).
 */
public final class MalformedFrameException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	private final transient @Nullable FrameHeader header;

	private final @Nullable String state;

	private final @Nullable String callId;

	public MalformedFrameException(String reason, long offset, @Nullable FrameHeader header, @Nullable String state,
			@Nullable String callId, @Nullable Throwable cause) {
		super("Malformed frame at byte " + offset + ": " + reason, cause);
		this.offset = offset;
		this.header = header;
		this.state = state;
		this.callId = callId;
	}

	/**
	 * Where reading stopped.
	 * @return bytes from the start of the message
	 */
	public long offset() {
		return this.offset;
	}

	/**
	 * The frame's header.
	 * @return empty if not even the header could be read
	 */
	public Optional<FrameHeader> header() {
		return Optional.ofNullable(this.header);
	}

	/**
	 * The key that the body named.
	 * @return empty if the body named none before or after the defect
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
