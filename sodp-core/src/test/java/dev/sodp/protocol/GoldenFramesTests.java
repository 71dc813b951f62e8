// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Frames of other implementations are understood, and ours are theirs byte by byte.
 */
class GoldenFramesTests {

	/**
	 * JSON has one kind of number; which one a value was on the wire is checked by
	 * encoding it again.
	 */
	private static final Comparator<JsonNode> SAME_IN_JSON = (a, b) -> {
		if (a.isNumber() && b.isNumber()) {
			return a.decimalValue().compareTo(b.decimalValue());
		}
		return a.equals(b) ? 0 : 1;
	};

	/**
	 * Written with a 32-bit float, which is read and widened; doubles are always written
	 * as such.
	 */
	private static final String FLOAT32 = "java-client/CALL/state.set/gj.set.float";

	static Stream<GoldenFrames> wellFormed() {
		return GoldenFrames.wellFormed();
	}

	static Stream<GoldenFrames> canonical() {
		return wellFormed().filter((frame) -> !frame.name().equals(FLOAT32));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("wellFormed")
	void isDecodedToWhatWasRecorded(GoldenFrames golden) {
		JsonNode frame = FrameAsJson.of(Bytes.decode(golden.bytes()));
		assertThat(frame.equals(SAME_IN_JSON, golden.decoded())).as("%s", frame).isTrue();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("canonical")
	void isEncodedToTheSameBytes(GoldenFrames golden) {
		byte[] encoded = new FrameEncoder().encode(Bytes.decode(golden.bytes()));
		assertThat(Bytes.hex(encoded)).isEqualTo(Bytes.hex(golden.bytes()));
	}

	@Test
	void onlyTheFloatIsEncodedWider() {
		GoldenFrames golden = wellFormed().filter((frame) -> frame.name().equals(FLOAT32)).findFirst().orElseThrow();
		byte[] encoded = new FrameEncoder().encode(Bytes.decode(golden.bytes()));
		assertThat(Bytes.hex(encoded)).isEqualTo(Bytes.hex(golden.bytes()).replace("ca3fc00000", "cb3ff8000000000000"));
	}

	@Test
	void oneEncoderAndOneDecoderHandleThemAllInTurn() {
		FrameEncoder encoder = new FrameEncoder();
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		List<GoldenFrames> frames = canonical().toList();
		assertThat(frames).hasSizeGreaterThan(170);
		for (GoldenFrames golden : frames) {
			Frame frame = decoder.decode(ByteBuffer.wrap(golden.bytes()));
			assertThat(Bytes.hex(encoder.encode(frame))).isEqualTo(Bytes.hex(golden.bytes()));
		}
	}

	@Test
	void theDeliberatelyMalformedOnesAreRefused() {
		List<GoldenFrames> malformed = GoldenFrames.all()
			.filter((frame) -> wellFormed().noneMatch((other) -> other.name().equals(frame.name())))
			.toList();
		assertThat(malformed).extracting(GoldenFrames::name).containsExactlyInAnyOrder("raw/WATCH", "raw/malformed-c1");
		for (GoldenFrames frame : malformed) {
			assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> Bytes.decode(frame.bytes()));
		}
	}

}
