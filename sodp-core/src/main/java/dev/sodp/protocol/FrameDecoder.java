// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageFormat;

/**
 * Reads frames from MessagePack (protocol section 1). Not thread-safe: create one for
 * each session, because it reuses its buffers.
 *
 * <p>
 * Whatever the bytes are, the outcome is a frame or a {@link MalformedFrameException}, in
 * time linear in the size of the message (times a logarithm for wide maps) and in memory
 * bounded by a fixed multiple of it: declared element counts and string lengths are
 * trusted only as far as the remaining bytes can hold them. Values become immutable trees
 * in canonical form (see {@link dev.sodp.state.Values}); NaN and infinities are accepted,
 * and the last of duplicate keys wins.
 */
public final class FrameDecoder {

	private static final int ELEMENTS = 4;

	private static final int MAX_TYPE = 0xFF;

	private static final long MAX_STREAM = 0xFFFF_FFFFL;

	private final CodecLimits limits;

	private final MessageReader reader = new MessageReader();

	private final BodyReader body;

	/**
	 * Creates a decoder.
	 * @param limits limits beyond which a message is malformed
	 */
	public FrameDecoder(CodecLimits limits) {
		this.limits = limits;
		this.body = new BodyReader(this.reader, limits.maxDepth());
	}

	/**
	 * Reads one message, which must be exactly one frame.
	 * @param message the whole message; consumed. Bytes of a heap buffer are read in
	 * place, not copied
	 * @return the frame, which shares nothing with the buffer; {@link Frame.Unknown} for
	 * a type that this implementation does not know
	 * @throws MalformedFrameException for anything else, with a message that says what is
	 * wrong and where
	 */
	public Frame decode(ByteBuffer message) {
		int size = message.remaining();
		if (size > this.limits.maxFrameBytes()) {
			message.position(message.limit());
			throw new MalformedFrameException(
					"the message has " + size + " bytes, the limit is " + this.limits.maxFrameBytes(), 0, null, null,
					null);
		}
		this.reader.open(message);
		try {
			return decode();
		}
		finally {
			this.reader.close();
		}
	}

	private Frame decode() {
		FrameHeader header = null;
		long bodyStart = 0;
		try {
			header = header();
			bodyStart = this.reader.offset();
			Frame frame = this.body.read(header);
			Malformed trailing = this.reader.trailing();
			if (trailing != null) {
				throw trailing;
			}
			return frame;
		}
		catch (Malformed ex) {
			throw new MalformedFrameException(String.valueOf(ex.getMessage()), ex.offset(), header,
					(header == null) ? null : findState(bodyStart), ex.getCause());
		}
	}

	private FrameHeader header() {
		int count = this.reader.arrayHeader("an array as frame");
		if (count != ELEMENTS) {
			throw this.reader.malformed("a frame has " + ELEMENTS + " elements, not " + count);
		}
		int type = (int) this.reader.unsigned("the frame type", MAX_TYPE);
		long stream = this.reader.unsigned("the stream", MAX_STREAM);
		boolean unsigned = this.reader.peek() == MessageFormat.UINT64;
		long seq = this.reader.integerBits();
		if (seq < 0 && !unsigned) {
			throw this.reader.malformed("the sequence number is negative");
		}
		return new FrameHeader(type, stream, seq);
	}

	/**
	 * Returns the key that a defective body contains before or after the defect, or null
	 * if the defect hides it. The defect may be anywhere inside a value, so only the
	 * structure of the body is read this time.
	 */
	private @Nullable String findState(long bodyStart) {
		String state = null;
		try {
			this.reader.rewind(bodyStart);
			for (int i = this.reader.mapHeader("a map as body"); i > 0; i--) {
				String name = this.reader.knownText("the name of a field");
				if (this.reader.atText() && (name.equals(Names.STATE) || name.equals(Names.KEY))) {
					state = this.reader.knownText("a state key");
				}
				else {
					this.reader.skip();
				}
			}
		}
		catch (Malformed ex) {
			// The defect is in the structure: nothing after it can be read.
		}
		return state;
	}

}
