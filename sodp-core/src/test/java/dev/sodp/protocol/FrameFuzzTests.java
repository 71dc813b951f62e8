// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.nio.ByteBuffer;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any bytes are a frame or malformed, and what is a frame can be said again.
 */
class FrameFuzzTests {

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final FrameEncoder encoder = new FrameEncoder();

	static Stream<byte[]> golden() {
		return GoldenFrames.all().map(GoldenFrames::bytes);
	}

	@MethodSource("golden")
	@FuzzTest
	void bytesAreAFrameOrMalformed(byte[] message) {
		Frame frame;
		try {
			frame = this.decoder.decode(ByteBuffer.wrap(message));
		}
		catch (MalformedFrameException ex) {
			assertThat(ex.offset()).isBetween(0L, (long) message.length);
			return;
		}
		// Numbers that are none may come in, but are never sent.
		if (!frame.toString().contains("NaN") && !frame.toString().contains("Infinity")) {
			assertThat(this.decoder.decode(ByteBuffer.wrap(this.encoder.encode(frame)))).isEqualTo(frame);
		}
	}

}
