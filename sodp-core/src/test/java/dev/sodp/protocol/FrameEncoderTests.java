// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.RandomValues;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FrameEncoderTests {

	private final FrameEncoder encoder = new FrameEncoder();

	private Frame roundTrip(Frame frame) {
		return Bytes.decode(this.encoder.encode(frame));
	}

	private static Frame.StateInit init(JsonNode value) {
		return new Frame.StateInit(12, 3, "s", 1, value, true, null);
	}

	private String encodedValue(JsonNode value) {
		String frame = Bytes.hex(this.encoder.encode(init(value)));
		String start = Bytes.hex(Bytes.packed((packer) -> packer.packString("value")));
		String end = Bytes.hex(Bytes.packed((packer) -> packer.packString("initialized").packBoolean(true)));
		return frame.substring(frame.indexOf(start) + start.length(), frame.length() - end.length());
	}

	@Test
	void everyFrameComesBackAsItWas() {
		JsonNode params = Values.immutable(JsonNodeFactory.instance.objectNode().put("q", "z"));
		for (Frame frame : List.of(
				new Frame.Hello(0, 1, "sodp", "1.0", "x", true,
						Capabilities.builder()
							.with(Feature.values())
							.limit(Limit.WRITES_PER_SECOND, 1)
							.limit(Limit.BACKPRESSURE, 1024)
							.epoch("e")
							.build()),
				new Frame.Hello(0, 1, null, "0.1", null, false, Capabilities.NONE),
				new Frame.Watch(1 << 20, 2, List.of("a"), params), new Frame.Watch(0, 2, List.of("a", "b"), null),
				new Frame.StateInit(10, 3, "a", Long.MAX_VALUE, params, true, params), init(NullNode.getInstance()),
				new Frame.Delta(10, 4, "a", 5, List.of(DeltaOp.add("/x", IntNode.valueOf(1)), DeltaOp.remove("/"))),
				new Frame.Delta(10, 4, null, 5, List.of()),
				new Frame.Call(0, 5, "id", "state.set", ImmutableNodes.with(ImmutableNodes.object(), "value", params)),
				new Frame.Result(0, 6, "id", true, params, null),
				new Frame.Result(0, 6, "id", false, StringNode.valueOf("no"), 422),
				new Frame.Result(0, 6, "id", false, StringNode.valueOf("no"), 412, 0L),
				new Frame.Result(0, 6, "id", false, StringNode.valueOf("no"), 412, Long.MAX_VALUE),
				new Frame.Error(0, 7, 401, "no"), new Frame.Heartbeat(0, -1),
				new Frame.Resume(0xFFFF_FFFFL, 8, "a", 7, params), new Frame.Resume(10, 8, "a", 0, null),
				new Frame.Auth(0, 9, "t"), new Frame.AuthOk(0, 1, null), new Frame.AuthOk(0, 1, "alice"),
				new Frame.Unwatch(0, 1, List.of("a")), new Frame.Unwatch(0, 1, List.of("a", "b", "c")),
				new Frame.Unknown(0, 1, 66))) {
			assertThat(roundTrip(frame)).isEqualTo(frame);
		}
	}

	@Test
	void everyValueComesBackAsItWas() {
		for (long seed = 0; seed < 5_000; seed++) {
			JsonNode value = Values.immutable(new RandomValues(new Random(seed)).value(5));
			Frame frame = init(value);
			assertThat(roundTrip(frame)).as("seed %s", seed).isEqualTo(frame);
		}
	}

	@Test
	void theSizeOfAValueIsKnownWithoutEncodingIt() {
		for (long seed = 0; seed < 5_000; seed++) {
			JsonNode value = Values.immutable(new RandomValues(new Random(seed)).value(4));
			assertThat(FrameEncoder.encodedSize(value)).as("seed %s: %s", seed, value)
				.isEqualTo(encodedValue(value).length() / 2);
		}
	}

	@Test
	void measuringStopsWhereItIsEnough() {
		for (long seed = 0; seed < 5_000; seed++) {
			JsonNode value = Values.immutable(new RandomValues(new Random(seed)).value(4));
			int size = FrameEncoder.encodedSize(value);
			assertThat(FrameEncoder.encodedSize(value, size)).as("seed %s", seed).isEqualTo(size);
			assertThat(FrameEncoder.encodedSize(value, size / 2)).as("seed %s", seed).isBetween(size / 2, size);
		}
	}

	@Test
	void theSizeOfAnOperationIsKnownWithoutEncodingIt() {
		int empty = this.encoder.encode(new Frame.Delta(10, 0, "a", 1, List.of())).length;
		for (DeltaOp op : List.of(DeltaOp.add("/x", IntNode.valueOf(300)), DeltaOp.remove("/" + "é".repeat(40)),
				DeltaOp.update("/", ImmutableNodes.object()))) {
			int size = this.encoder.encode(new Frame.Delta(10, 0, "a", 1, List.of(op))).length - empty;
			assertThat(FrameEncoder.encodedSize(op)).as("%s", op).isEqualTo(size);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15, 16, 31, 32, 255, 256, 65535, 65536, 70_000 })
	void countsAndLengthsTakeTheMostCompactForm(int count) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		for (int i = 0; i < count; i++) {
			array.add(1);
			object.put("k" + i, 1);
		}
		int header = (count < 16) ? 1 : (count <= 65535) ? 3 : 5;
		assertThat(encodedValue(array)).hasSize(2 * (header + count));
		assertThat(FrameEncoder.encodedSize(array)).isEqualTo(header + count);
		assertThat(FrameEncoder.encodedSize(object)).isEqualTo(encodedValue(object).length() / 2);
		assertThat(roundTrip(init(object))).isEqualTo(init(object));
		for (String character : new String[] { "x", "é", "世", "🚀" }) {
			StringNode text = StringNode.valueOf(character.repeat(count / character.length()));
			assertThat(FrameEncoder.encodedSize(text)).isEqualTo(encodedValue(text).length() / 2);
			assertThat(roundTrip(init(text))).isEqualTo(init(text));
		}
		int textHeader = (count < 32) ? 1 : (count <= 255) ? 2 : (count <= 65535) ? 3 : 5;
		assertThat(encodedValue(StringNode.valueOf("x".repeat(count)))).hasSize(2 * (textHeader + count));
	}

	@Test
	void integersTakeTheMostCompactForm() {
		String[][] expected = { { "0", "00" }, { "127", "7f" }, { "128", "cc80" }, { "255", "ccff" },
				{ "256", "cd0100" }, { "65535", "cdffff" }, { "65536", "ce00010000" }, { "4294967295", "ceffffffff" },
				{ "4294967296", "cf0000000100000000" }, { "9223372036854775807", "cf7fffffffffffffff" },
				{ "9223372036854775808", "cf8000000000000000" }, { "18446744073709551615", "cfffffffffffffffff" },
				{ "-1", "ff" }, { "-32", "e0" }, { "-33", "d0df" }, { "-128", "d080" }, { "-129", "d1ff7f" },
				{ "-32768", "d18000" }, { "-32769", "d2ffff7fff" }, { "-2147483648", "d280000000" },
				{ "-2147483649", "d3ffffffff7fffffff" }, { "-9223372036854775808", "d38000000000000000" } };
		for (String[] pair : expected) {
			JsonNode value = BigIntegerNode.valueOf(new BigInteger(pair[0]));
			assertThat(encodedValue(value)).as(pair[0]).isEqualTo(pair[1]);
			assertThat(FrameEncoder.encodedSize(value)).as(pair[0]).isEqualTo(pair[1].length() / 2);
			Frame.StateInit back = (Frame.StateInit) roundTrip(init(value));
			assertThat(back.value().bigIntegerValue()).isEqualTo(pair[0]);
			assertThat(back.value()).isEqualTo(Values.immutable(value));
		}
	}

	@Test
	void doublesStayDoubles() {
		for (double value : new double[] { 0.0, -0.0, 1.0, 1.5, 0.1, 19.99, Double.MIN_VALUE, Double.MAX_VALUE,
				1L << 53 }) {
			Frame.StateInit back = (Frame.StateInit) roundTrip(init(DoubleNode.valueOf(value)));
			assertThat(back.value()).isInstanceOf(DoubleNode.class);
			assertThat(Double.doubleToRawLongBits(back.value().doubleValue()))
				.isEqualTo(Double.doubleToRawLongBits(value));
		}
	}

	@Test
	void whatCannotTravelIsRefusedWithItsPath() {
		ObjectNode value = JsonNodeFactory.instance.objectNode();
		value.putArray("list").add(1).addObject().put("x", Double.NaN);
		Frame.Call call = new Frame.Call(0, 1, "id", "state.set",
				JsonNodeFactory.instance.objectNode().set("value", value));
		for (Frame frame : List.of(init(value), call,
				new Frame.Delta(10, 1, "s", 1, List.of(DeltaOp.add("/a", value))))) {
			assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> this.encoder.encode(frame))
				.extracting(InvalidValueException::path)
				.isEqualTo("/list/1/x");
		}
	}

	@Test
	void notANumberFromAPeerIsNotPassedOn() {
		Frame received = Bytes.decode(Bytes.frame(FrameTypes.STATE_INIT,
				(packer) -> packer.packMapHeader(3)
					.packString("state")
					.packString("s")
					.packString("version")
					.packInt(1)
					.packString("value")
					.packArrayHeader(1)
					.packDouble(Double.NaN)));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> this.encoder.encode(received));
	}

	@Test
	void anEncoderWorksOnAfterARefusal() {
		Frame good = init(LongNode.valueOf(5));
		byte[] expected = this.encoder.encode(good);
		ArrayNode bad = JsonNodeFactory.instance.arrayNode().add("x".repeat(5000)).add(Double.NaN);
		for (int i = 0; i < 10; i++) {
			assertThatExceptionOfType(InvalidValueException.class)
				.isThrownBy(() -> this.encoder.encode(new Frame.Delta(10, 1, "s".repeat(5000), 1,
						List.of(DeltaOp.add("/a", StringNode.valueOf("y".repeat(9000))), DeltaOp.add("/b", bad)))));
			assertThat(this.encoder.encode(good)).isEqualTo(expected);
		}
	}

	@Test
	void streamsMustBeUnsigned32BitNumbers() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Frame.Heartbeat(-1, 0)));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Frame.Heartbeat(1L << 32, 0)))
			.withMessageContaining("4294967296");
	}

	@Test
	void textsMustSurviveUtf8AndAreNotRepeatedInTheMessage() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Frame.Auth(0, 1, "secret\uD800")))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
	}

	@Test
	void aSmallDeltaAllocatesLittle() {
		byte[] message = this.encoder.encode(new Frame.Delta(10, 12345, "game.player", 98765,
				List.of(DeltaOp.update("/health", IntNode.valueOf(80)))));
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));
		Frame frame = Bytes.decode(message);
		int rounds = 2000;
		long start = Allocation.ofThisThread();
		for (int i = 0; i < rounds; i++) {
			decoder.decode(ByteBuffer.wrap(message));
		}
		long decoded = Allocation.ofThisThread();
		for (int i = 0; i < rounds; i++) {
			this.encoder.encode(frame);
		}
		long encoded = Allocation.ofThisThread();
		assertThat((decoded - start) / rounds).as("bytes allocated to decode").isLessThan(1024);
		assertThat((encoded - decoded) / rounds).as("bytes allocated to encode").isLessThan(2048);
	}

}
