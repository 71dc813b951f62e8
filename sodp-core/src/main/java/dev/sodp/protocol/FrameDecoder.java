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
					null, null);
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
			String reason = ex.path().isEmpty() ? String.valueOf(ex.getMessage()) : ex.path() + ": " + ex.getMessage();
			if (header == null) {
				throw new MalformedFrameException(reason, ex.offset(), null, null, null, ex.getCause());
			}
			Subject subject = subject(bodyStart);
			throw new MalformedFrameException(reason, ex.offset(), header, subject.state, subject.callId,
					ex.getCause());
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
	 * What a defective body is about, be it named before or behind the defect. The defect
	 * may lie anywhere inside a value, so the body is read a second time by its structure
	 * alone.
	 */
	private Subject subject(long bodyStart) {
		Subject subject = new Subject();
		try {
			this.reader.rewind(bodyStart);
			for (int i = this.reader.mapHeader("a map as body"); i > 0; i--) {
				String name = this.reader.knownText("the name of a field");
				if (!this.reader.atText()) {
					this.reader.skip();
				}
				else if (name.equals(Names.STATE) || name.equals(Names.KEY)) {
					subject.state = this.reader.knownText("a state key");
				}
				else if (name.equals(Names.CALL_ID)) {
					subject.callId = this.reader.text();
				}
				else {
					this.reader.skip();
				}
			}
		}
		catch (Malformed ex) {
			// The defect is in the structure: nothing after it can be read.
		}
		return subject;
	}

	/** What could be read of a defective body; null where the defect hides it. */
	private static final class Subject {

		private @Nullable String state;

		private @Nullable String callId;

	}

}
