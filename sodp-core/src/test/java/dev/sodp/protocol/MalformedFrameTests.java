// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What a client learns from a defective frame, so that it can resync the one key
 * concerned.
 */
class MalformedFrameTests {

	private static MalformedFrameException failure(byte[] message) {
		return catchThrowableOfType(MalformedFrameException.class, () -> Bytes.decode(message));
	}

	/**
	 * A DELTA with one good operation before and after the given one, and the state
	 * behind all.
	 */
	private static byte[] delta(Bytes.Writer op) {
		return Bytes.frame(FrameTypes.DELTA, (packer) -> {
			packer.packMapHeader(3).packString("version").packInt(7).packString("ops").packArrayHeader(3);
			packer.packMapHeader(2).packString("op").packString("REMOVE").packString("path").packString("/a");
			op.write(packer);
			packer.packMapHeader(2).packString("op").packString("REMOVE").packString("path").packString("/b");
			packer.packString("state").packString("game.player");
		});
	}

	private static void assertResyncable(byte[] message) {
		MalformedFrameException failure = failure(message);
		assertThat(failure.header()).contains(new FrameHeader(FrameTypes.DELTA, 12, 3));
		assertThat(failure.state()).contains("game.player");
	}

	@ParameterizedTest
	@ValueSource(strings = { "add", "MOVE", "", "ADD " })
	void anUnknownOperationLeavesTheStateKnown(String op) {
		assertResyncable(delta((packer) -> packer.packMapHeader(2)
			.packString("op")
			.packString(op)
			.packString("path")
			.packString("/a")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", " /a", "~1" })
	void aBadPathLeavesTheStateKnown(String path) {
		assertResyncable(delta((packer) -> packer.packMapHeader(2)
			.packString("op")
			.packString("ADD")
			.packString("path")
			.packString(path)));
	}

	@Test
	void aMissingPathLeavesTheStateKnown() {
		assertResyncable(delta((packer) -> packer.packMapHeader(1).packString("op").packString("ADD")));
	}

	@Test
	void anOperationThatIsNoMapLeavesTheStateKnown() {
		assertResyncable(delta((packer) -> packer.packString("ADD")));
		assertResyncable(delta((packer) -> packer.packNil()));
		assertResyncable(delta((packer) -> packer.packMapHeader(1).packInt(1).packNil()));
		assertResyncable(delta((packer) -> packer.packMapHeader(1).packString("op").packInt(1)));
	}

	@Test
	void aValueThatCannotBeReadLeavesTheStateKnown() {
		assertResyncable(delta((packer) -> packer.packMapHeader(1)
			.packString("value")
			.packArrayHeader(2)
			.packBinaryHeader(1)
			.writePayload(new byte[1])
			.packInt(1)));
		assertResyncable(delta((packer) -> {
			packer.packMapHeader(1).packString("value");
			for (int i = 0; i < 5000; i++) {
				packer.packArrayHeader(1);
			}
			packer.packNil();
		}));
	}

	@Test
	void aDefectBehindTheStateLeavesItKnown() {
		byte[] message = Bytes.frame(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(2)
					.packString("state")
					.packString("game")
					.packString("version")
					.writePayload(Bytes.hex("c1")));
		MalformedFrameException failure = failure(message);
		assertThat(failure.header()).contains(new FrameHeader(FrameTypes.STATE_INIT, 12, 3));
		assertThat(failure.state()).contains("game");
		assertThat(failure.offset()).isEqualTo(message.length - 1);
	}

	@Test
	void theStateMayBeCalledKey() {
		MalformedFrameException failure = failure(Bytes.frame(FrameTypes.DELTA,
				(packer) -> packer.packMapHeader(2).packString("key").packString("game").packString("ops").packInt(1)));
		assertThat(failure.state()).contains("game");
	}

	@Test
	void aFrameCutShortStillHasItsHeader() {
		byte[] message = delta((packer) -> packer.packMapHeader(0));
		MalformedFrameException failure = failure(Arrays.copyOf(message, message.length - 20));
		assertThat(failure.header()).contains(new FrameHeader(FrameTypes.DELTA, 12, 3));
		assertThat(failure.state()).isEmpty();
	}

	@Test
	void bytesBehindTheFrameLeaveTheStateKnown() {
		byte[] message = Bytes.frame(FrameTypes.WATCH,
				(packer) -> packer.packMapHeader(1).packString("state").packString("game"));
		MalformedFrameException failure = failure(Bytes.concat(message, new byte[2]));
		assertThat(failure.header()).isPresent();
		assertThat(failure.state()).contains("game");
	}

	@Test
	void withoutAReadableHeaderNothingIsKnown() {
		for (String message : new String[] { "", "c1", "94", "9404", "94040c", "9404a10c03c0", "93040c03" }) {
			MalformedFrameException failure = failure(Bytes.hex(message));
			assertThat(failure.header()).isEmpty();
			assertThat(failure.state()).isEmpty();
		}
	}

	@Test
	void theMessageSaysWhatAndWhere() {
		assertThat(failure(Bytes.hex("94040c03a178")))
			.hasMessage("Malformed frame at byte 4: expected a map as body but found a text");
	}

}
