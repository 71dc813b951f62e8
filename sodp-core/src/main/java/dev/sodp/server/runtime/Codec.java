// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.engine.FrameReader;

/**
 * What reads and writes frames: of one session, or of all sessions of an event loop,
 * since it keeps buffers.
 */
final class Codec {

	private final int maxValueBytes;

	private final FrameReader reader;

	private final FrameEncoder encoder = new FrameEncoder();

	Codec(int maxValueBytes) {
		this.maxValueBytes = maxValueBytes;
		this.reader = new FrameReader(maxValueBytes);
	}

	FrameReader reader() {
		return this.reader;
	}

	FrameEncoder encoder() {
		return this.encoder;
	}

	/** Returns another one with the same limits, for another thread. */
	Codec another() {
		return new Codec(this.maxValueBytes);
	}

}
