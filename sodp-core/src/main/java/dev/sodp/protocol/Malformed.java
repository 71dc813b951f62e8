// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;

/**
 * A defect at one byte of a message; becomes a {@link MalformedFrameException} as soon as
 * the rest is known. Has no stack trace: it never leaves the decoder, and a hostile peer
 * could cause many.
 */
final class Malformed extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final long offset;

	/** Where in a value the defect is, a JSON Pointer that grows at its front. */
	private String path = "";

	Malformed(String reason, long offset, @Nullable Throwable cause) {
		super(reason, cause, false, false);
		this.offset = offset;
	}

	long offset() {
		return this.offset;
	}

	String path() {
		return this.path;
	}

	/** This defect as one of the value around it. */
	Malformed within(String segment) {
		this.path = StatePath.ROOT.child(segment) + this.path;
		return this;
	}

}
