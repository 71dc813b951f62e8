// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.nio.ByteBuffer;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.MalformedFrameException;

/**
 * Turns the messages of one session into {@link Inbound}. Separate from the engine, so
 * that reading needs no lock.
 */
public final class FrameReader {

	private final int maxFrameBytes;

	private final FrameDecoder decoder;

	/**
	 * Creates the reader.
	 * @param maxValueBytes largest encoded value; a frame may be larger by its envelope
	 */
	public FrameReader(int maxValueBytes) {
		this.maxFrameBytes = maxValueBytes + CodecLimits.ENVELOPE_BYTES;
		this.decoder = new FrameDecoder(CodecLimits.ofFrameBytes(this.maxFrameBytes));
	}

	public Inbound read(ByteBuffer message) {
		if (message.remaining() > this.maxFrameBytes) {
			return new Inbound.TooLarge(message.remaining(), this.maxFrameBytes);
		}
		try {
			return new Inbound.Decoded(this.decoder.decode(message));
		}
		catch (MalformedFrameException ex) {
			return new Inbound.Malformed(ex);
		}
	}

}
