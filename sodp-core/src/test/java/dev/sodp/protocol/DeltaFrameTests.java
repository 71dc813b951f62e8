// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.List;

import dev.sodp.state.DeltaOp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.IntNode;

import static org.assertj.core.api.Assertions.assertThat;

class DeltaFrameTests {

	private static final List<DeltaOp> OPS = List.of(DeltaOp.update("/a", IntNode.valueOf(300)), DeltaOp.remove("/b"));

	private final FrameEncoder encoder = new FrameEncoder();

	/** The encoder proves itself by golden frames. */
	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 127, 128, 255, 256, 65_535, 65_536, 0xFFFF_FFFFL, 1L << 32, Long.MAX_VALUE })
	void isWhatTheEncoderWrites(long version) {
		long stream = Math.min(version, 0xFFFF_FFFFL);
		for (int length : new int[] { 1, 31, 32, 255, 256 }) {
			String key = "k".repeat(length);

			assertThat(DeltaFrame.encode(stream, key, version, this.encoder.encodeOps(OPS)))
				.isEqualTo(this.encoder.encode(new Frame.Delta(stream, 0, key, version, OPS)));
		}
	}

}
