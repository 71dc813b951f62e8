// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What real and imaginable peers send, and what is made of it.
 */
class FrameDecoderTests {

	private static Frame decode(int type, Bytes.Writer body) {
		return Bytes.decode(Bytes.frame(type, body));
	}

	private static void assertMalformed(int type, Bytes.Writer body, Consumer<MalformedFrameException> detail) {
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> decode(type, body)).satisfies(detail);
	}

	private static void assertMalformed(byte[] message, String reason) {
		assertThatExceptionOfType(MalformedFrameException.class).isThrownBy(() -> Bytes.decode(message))
			.withMessageContaining(reason);
	}

	private static JsonNode value(Bytes.Writer value) {
		Frame frame = decode(FrameTypes.STATE_INIT, (packer) -> {
			packer.packMapHeader(3).packString("state").packString("s").packString("version").packInt(1);
			packer.packString("value");
			value.write(packer);
		});
		return ((Frame.StateInit) frame).value();
	}

	@Test
	void helloOfAnOldServer() {
		Frame frame = decode(FrameTypes.HELLO,
				(packer) -> packer.packMapHeader(4)
					.packString("version")
					.packString("0.1")
					.packString("server_id")
					.packString("node-1")
					.packString("auth")
					.packBoolean(true)
					.packString("capabilities")
					.packNil());
		assertThat(frame).isEqualTo(new Frame.Hello(12, 3, null, "0.1", "node-1", true, Capabilities.NONE));
	}

	@Test
	void helloWithoutCapabilities() {
		Frame frame = decode(FrameTypes.HELLO,
				(packer) -> packer.packMapHeader(2)
					.packString("version")
					.packString("1.0")
					.packString("auth")
					.packBoolean(false));
		assertThat(frame).isEqualTo(new Frame.Hello(12, 3, null, "1.0", null, false, Capabilities.NONE));
	}

	@Test
	void helloWithNullAndUnknownCapabilities() {
		Frame frame = decode(FrameTypes.HELLO,
				(packer) -> packer.packMapHeader(2)
					.packString("capabilities")
					.packMapHeader(6)
					.packString("rate_limit_writes")
					.packNil()
					.packString("rate_limit_watches")
					.packInt(10)
					.packString("backpressure_limit")
					.packLong(1L << 40)
					.packString("remove_in")
					.packBoolean(true)
					.packString("epoch")
					.packString("e1")
					.packString("colour")
					.packString("red")
					.packString("version")
					.packString("1.0"));
		assertThat(((Frame.Hello) frame).capabilities()).isEqualTo(Capabilities.builder()
			.with(Feature.REMOVE_IN)
			.limit(Limit.WATCHES_PER_SECOND, 10)
			.limit(Limit.BACKPRESSURE, Integer.MAX_VALUE)
			.epoch("e1")
			.build());
	}

	@Test
	void deltaThatCallsItsStateKey() {
		Frame frame = decode(FrameTypes.DELTA,
				(packer) -> packer.packMapHeader(3)
					.packString("key")
					.packString("game")
					.packString("version")
					.packInt(4)
					.packString("ops")
					.packArrayHeader(0));
		assertThat(frame).isEqualTo(new Frame.Delta(12, 3, "game", 4, List.of()));
	}

	@Test
	void operationWithoutValue() {
		Frame frame = decode(FrameTypes.DELTA,
				(packer) -> packer.packMapHeader(2)
					.packString("version")
					.packInt(4)
					.packString("ops")
					.packArrayHeader(1)
					.packMapHeader(3)
					.packString("path")
					.packString("/a")
					.packString("from")
					.packArrayHeader(1)
					.packNil()
					.packString("op")
					.packString("UPDATE"));
		assertThat(frame)
			.isEqualTo(new Frame.Delta(12, 3, null, 4, List.of(DeltaOp.update("/a", NullNode.getInstance()))));
	}

	@Test
	void stateInitWithoutInitialized() {
		for (boolean written : new boolean[] { true, false }) {
			Frame frame = decode(FrameTypes.STATE_INIT,
					(packer) -> packer.packMapHeader(3)
						.packString("state")
						.packString("s")
						.packString("version")
						.packInt(written ? 1 : 0)
						.packString("value")
						.packNil());
			assertThat(((Frame.StateInit) frame).initialized()).isEqualTo(written);
		}
		Frame hydrated = decode(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(3)
					.packString("value")
					.packInt(1)
					.packString("state")
					.packString("s")
					.packString("version")
					.packInt(0));
		assertThat(((Frame.StateInit) hydrated).initialized()).isTrue();
	}

	@Test
	void resultThatSaysNoVersion() {
		Frame frame = decode(FrameTypes.RESULT,
				(packer) -> packer.packMapHeader(5)
					.packString("version")
					.packNil()
					.packString("code")
					.packInt(412)
					.packString("call_id")
					.packString("c")
					.packString("success")
					.packBoolean(false)
					.packString("data")
					.packNil());
		assertThat(frame).isEqualTo(new Frame.Result(12, 3, "c", false, NullNode.getInstance(), 412, null));
	}

	@Test
	void resultWithoutData() {
		Frame frame = decode(FrameTypes.RESULT,
				(packer) -> packer.packMapHeader(2)
					.packString("call_id")
					.packString("c")
					.packString("success")
					.packBoolean(true));
		assertThat(frame).isEqualTo(new Frame.Result(12, 3, "c", true, NullNode.getInstance(), null));
	}

	@Test
	void resultWithACode() {
		Frame frame = decode(FrameTypes.RESULT,
				(packer) -> packer.packMapHeader(3)
					.packString("code")
					.packInt(422)
					.packString("call_id")
					.packString("c")
					.packString("success")
					.packBoolean(false));
		assertThat(((Frame.Result) frame).code()).isEqualTo(422);
	}

	@Test
	void callWithoutArguments() {
		Frame frame = decode(FrameTypes.CALL,
				(packer) -> packer.packMapHeader(2)
					.packString("call_id")
					.packString("c")
					.packString("method")
					.packString("m"));
		assertThat(((Frame.Call) frame).args().isObject()).isTrue();
	}

	@Test
	void heartbeatWithAnyBody() {
		assertThat(decode(FrameTypes.HEARTBEAT, (packer) -> packer.packNil())).isEqualTo(new Frame.Heartbeat(12, 3));
		assertThat(decode(FrameTypes.HEARTBEAT, (packer) -> packer.packMapHeader(1).packInt(1).packArrayHeader(0)))
			.isEqualTo(new Frame.Heartbeat(12, 3));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 8, 14, 66, 255 })
	void unknownTypeWithAnyBody(int type) {
		assertThat(decode(type, (packer) -> packer.packArrayHeader(2).packInt(1).packString("x")))
			.isEqualTo(new Frame.Unknown(12, 3, type));
	}

	@Test
	void unknownFieldsWithAnyContentAreSkipped() {
		Frame frame = decode(FrameTypes.AUTH_OK,
				(packer) -> packer.packMapHeader(4)
					.packString("blob")
					.packBinaryHeader(3)
					.writePayload(new byte[3])
					.packString("ext")
					.packExtensionTypeHeader((byte) 1, 300)
					.writePayload(new byte[300])
					.packString("tree")
					.packMapHeader(1)
					.packInt(1)
					.packArrayHeader(2)
					.packDouble(1)
					.packLong(Long.MIN_VALUE)
					.packString("sub")
					.packString("alice"));
		assertThat(frame).isEqualTo(new Frame.AuthOk(12, 3, "alice"));
	}

	@Test
	void integersInAnyWidth() {
		for (String five : List.of("05", "cc05", "cd0005", "ce00000005", "cf0000000000000005", "d005", "d10005",
				"d200000005", "d30000000000000005")) {
			assertThat(Bytes.decode(Bytes.hex("94" + "cd0009" + five + five + "c0")))
				.isEqualTo(new Frame.Heartbeat(5, 5));
			assertThat(value((packer) -> packer.writePayload(Bytes.hex(five)))).isEqualTo(IntNode.valueOf(5));
		}
	}

	@Test
	void sequenceNumbersKeepAllTheirBits() {
		Frame frame = Bytes.decode(Bytes.hex("94090a" + "cfffffffffffffffff" + "c0"));
		assertThat(Long.toUnsignedString(frame.seq())).isEqualTo("18446744073709551615");
	}

	@Test
	void headersOutOfRangeAreMalformed() {
		assertMalformed(Bytes.hex("94cd01000000c0"), "frame type");
		assertMalformed(Bytes.hex("94ff0000c0"), "frame type");
		assertMalformed(Bytes.hex("9409cf000000010000000000c0"), "stream");
		assertMalformed(Bytes.hex("9409ff00c0"), "stream");
		assertMalformed(Bytes.hex("940900ffc0"), "sequence number");
		assertMalformed(Bytes.hex("930900c0"), "4 elements");
		assertMalformed(Bytes.hex("9509000000c0"), "4 elements");
		assertMalformed(Bytes.hex("80"), "expected an array");
		assertMalformed(Bytes.hex(""), "ends");
	}

	@Test
	void bytesBehindTheFrameAreMalformed() {
		assertMalformed(Bytes.hex("94090000c000"), "follow");
	}

	@Test
	void bodiesThatAreNoMapAreMalformed() {
		for (int type = FrameTypes.HELLO; type <= FrameTypes.UNWATCH; type++) {
			if (type != FrameTypes.HEARTBEAT && type != 8) {
				assertMalformed(type, (packer) -> packer.packNil(), (ex) -> assertThat(ex).hasMessageContaining("map"));
			}
		}
	}

	@Test
	void missingFieldsAreMalformed() {
		for (int type = FrameTypes.HELLO; type <= FrameTypes.UNWATCH; type++) {
			if (type != FrameTypes.HEARTBEAT && type != 8 && type != FrameTypes.AUTH_OK) {
				assertMalformed(type, (packer) -> packer.packMapHeader(0),
						(ex) -> assertThat(ex).hasMessageContaining("is missing"));
			}
		}
	}

	@Test
	void watchOfNoKeyIsMalformed() {
		assertMalformed(FrameTypes.WATCH, (packer) -> packer.packMapHeader(1).packString("states").packArrayHeader(0),
				(ex) -> assertThat(ex).hasMessageContaining("states"));
	}

	@Test
	void versionsBeyondLongAreMalformed() {
		assertMalformed(FrameTypes.RESUME,
				(packer) -> packer.packMapHeader(2)
					.packString("state")
					.packString("s")
					.packString("since_version")
					.packBigInteger(BigInteger.TWO.pow(63)),
				(ex) -> assertThat(ex).hasMessageContaining("version"));
	}

	@Test
	void numbersBecomeTheirCanonicalNodes() {
		assertThat(value((packer) -> packer.packLong(Integer.MIN_VALUE))).isEqualTo(IntNode.valueOf(Integer.MIN_VALUE));
		assertThat(value((packer) -> packer.packLong(1L << 31))).isEqualTo(LongNode.valueOf(1L << 31));
		assertThat(value((packer) -> packer.packLong(Long.MIN_VALUE))).isEqualTo(LongNode.valueOf(Long.MIN_VALUE));
		BigInteger huge = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
		assertThat(value((packer) -> packer.packBigInteger(huge))).isEqualTo(BigIntegerNode.valueOf(huge));
		assertThat(value((packer) -> packer.packFloat(0.1f))).isEqualTo(DoubleNode.valueOf(0.1f));
		assertThat(value((packer) -> packer.packDouble(1))).isEqualTo(DoubleNode.valueOf(1));
		assertThat(value((packer) -> packer.packDouble(Double.NaN)).doubleValue()).isNaN();
	}

	@Test
	void theLastOfDuplicateKeysWins() {
		JsonNode object = value((packer) -> packer.packMapHeader(3)
			.packString("a")
			.packInt(1)
			.packString("b")
			.packInt(2)
			.packString("a")
			.packInt(3));
		assertThat(object).hasSize(2);
		assertThat(object.get("a")).isEqualTo(IntNode.valueOf(3));
	}

	@Test
	void objectsOfManyShapesAreReadByOneDecoder() {
		Random random = new Random(1);
		List<String> names = new ArrayList<>(List.of("", "a", "b", "aa", "é", "\u00e9a", "世界", "x".repeat(200)));
		IntStream.range(0, 30).forEach((i) -> names.add("n" + i));
		FrameEncoder encoder = new FrameEncoder();
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		for (int i = 0; i < 5000; i++) {
			if (random.nextInt(3) == 0) {
				Collections.shuffle(names, random);
			}
			JsonNode value = object(names.subList(0, random.nextInt(36)), random);
			byte[] message = encoder.encode(new Frame.StateInit(10, 0, "s", 1, value, true, null));
			JsonNode read = ((Frame.StateInit) decoder.decode(ByteBuffer.wrap(message))).value();
			assertThat(read).as("value %s", i).isEqualTo(value);
			assertThat(read.propertyNames()).as("value %s", i).containsExactlyElementsOf(value.propertyNames());
		}
	}

	/** Members that are objects with one member less, and so on. */
	private static JsonNode object(List<String> names, Random random) {
		Map<String, JsonNode> members = new LinkedHashMap<>();
		for (String name : names) {
			boolean nested = names.size() > 1 && random.nextInt(names.size()) == 0;
			members.put(name,
					nested ? object(names.subList(1, names.size()), random) : IntNode.valueOf(members.size()));
		}
		return ImmutableNodes.object(members);
	}

	@Test
	void objectsWithDuplicateKeysAreReadBehindOthersOfTheirSize() {
		JsonNode value = value((packer) -> {
			packer.packArrayHeader(3);
			packer.packMapHeader(2).packString("a").packInt(1).packString("b").packInt(2);
			packer.packMapHeader(2).packString("a").packInt(3).packString("a").packInt(4);
			packer.packMapHeader(2).packString("a").packInt(5).packString("b").packInt(6);
		});
		assertThat(value.toString()).isEqualTo("[{\"a\":1,\"b\":2},{\"a\":4},{\"a\":5,\"b\":6}]");
	}

	@Test
	void textsMayContainTheReplacementCharacter() {
		assertThat(value((packer) -> packer.packString("a\uFFFDb\uFFFE🚀")).stringValue())
			.isEqualTo("a\uFFFDb\uFFFE🚀");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a180", "a1ff", "a2c0af", "a2c320", "a3eda080", "a4f4908080", "a3e28228", "d901c3" })
	void textsThatAreNotUtf8AreMalformed(String text) {
		assertMalformed(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(1).packString("value").writePayload(Bytes.hex(text)),
				(ex) -> assertThat(ex).hasMessageContaining("UTF-8"));
	}

	@Test
	void keysThatAreNoTextsAreMalformed() {
		assertMalformed(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(1).packString("value").packMapHeader(1).packInt(1).packInt(1),
				(ex) -> assertThat(ex).hasMessageContaining("map key"));
		assertMalformed(FrameTypes.STATE_INIT, (packer) -> packer.packMapHeader(1).packInt(1).packInt(1),
				(ex) -> assertThat(ex).hasMessageContaining("name of a field"));
	}

	@Test
	void binaryAndExtensionValuesAreMalformed() {
		assertMalformed(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(1).packString("value").packBinaryHeader(0),
				(ex) -> assertThat(ex).hasMessageContaining("binary"));
		assertMalformed(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(1)
					.packString("value")
					.packExtensionTypeHeader((byte) 5, 1)
					.writePayload(new byte[1]),
				(ex) -> assertThat(ex).hasMessageContaining("extension"));
	}

	@Test
	void valuesNestedToTheLimitAreRead() {
		assertThat(value((packer) -> {
			for (int i = 0; i < 127; i++) {
				packer.packArrayHeader(1);
			}
			packer.packMapHeader(0);
		}).isArray()).isTrue();
		assertMalformed(FrameTypes.STATE_INIT, (packer) -> {
			packer.packMapHeader(1).packString("value");
			for (int i = 0; i < 128; i++) {
				packer.packArrayHeader(1);
			}
			packer.packMapHeader(0);
		}, (ex) -> assertThat(ex).hasMessageContaining("128"));
	}

	@Test
	void argumentsOfACallMayNestAsDeeplyAsValues() {
		Frame frame = decode(FrameTypes.CALL, (packer) -> {
			packer.packMapHeader(3).packString("call_id").packString("c").packString("method").packString("state.set");
			packer.packString("args").packMapHeader(1).packString("value");
			for (int i = 0; i < 127; i++) {
				packer.packArrayHeader(1);
			}
			packer.packArrayHeader(0);
		});
		assertThat(new FrameEncoder().encode(frame)).isNotEmpty();
	}

	@Test
	void messagesBeyondTheLimitAreMalformed() {
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(5));
		assertThat(decoder.decode(ByteBuffer.wrap(Bytes.hex("94090000c0")))).isEqualTo(new Frame.Heartbeat(0, 0));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> decoder.decode(ByteBuffer.wrap(Bytes.hex("9409cc0000c0"))))
			.withMessageContaining("limit is 5");
	}

	@Test
	void allKindsOfBuffersAreConsumed() {
		byte[] message = Bytes.hex("9409050ac0");
		ByteBuffer direct = ByteBuffer.allocateDirect(20).position(7).put(7, message).limit(12);
		ByteBuffer slice = ByteBuffer.wrap(Bytes.concat(new byte[3], message)).position(1).slice().position(2);
		ByteBuffer readOnly = ByteBuffer.wrap(message).asReadOnlyBuffer();
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		for (ByteBuffer buffer : List.of(direct, slice, readOnly, ByteBuffer.wrap(message))) {
			assertThat(decoder.decode(buffer)).isEqualTo(new Frame.Heartbeat(5, 10));
			assertThat(buffer.hasRemaining()).isFalse();
		}
	}

	@Test
	void malformedMessagesAreConsumedToo() {
		ByteBuffer message = ByteBuffer.wrap(Bytes.hex("9409c1c1c1"));
		assertThatExceptionOfType(MalformedFrameException.class)
			.isThrownBy(() -> new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024)).decode(message));
		assertThat(message.hasRemaining()).isFalse();
	}

	@Test
	void aFrameSharesNothingWithTheBuffer() {
		byte[] message = Bytes.frame(FrameTypes.AUTH_OK,
				(packer) -> packer.packMapHeader(1).packString("sub").packString("alice"));
		Frame frame = Bytes.decode(message);
		Arrays.fill(message, (byte) 0);
		assertThat(frame).isEqualTo(new Frame.AuthOk(12, 3, "alice"));
	}

}
