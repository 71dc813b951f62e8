// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;
import tools.jackson.databind.node.ShortNode;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValuesTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final BigInteger MAX_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

	private static JsonNode decimal(String text) {
		return DecimalNode.valueOf(new BigDecimal(text));
	}

	private static JsonNode big(BigInteger value) {
		return BigIntegerNode.valueOf(value);
	}

	private static ArrayNode nested(int depth) {
		ArrayNode value = JsonNodeFactory.instance.arrayNode();
		for (int i = 1; i < depth; i++) {
			value = JsonNodeFactory.instance.arrayNode().add(value);
		}
		return value;
	}

	@Test
	void integersTakeTheSmallestNodeThatHoldsThem() {
		assertThat(Values.immutable(ShortNode.valueOf((short) 5))).isEqualTo(IntNode.valueOf(5));
		assertThat(Values.immutable(LongNode.valueOf(-5))).isEqualTo(IntNode.valueOf(-5));
		assertThat(Values.immutable(big(BigInteger.TEN))).isEqualTo(IntNode.valueOf(10));
		assertThat(Values.immutable(big(BigInteger.TWO.pow(31)))).isEqualTo(LongNode.valueOf(1L << 31));
		assertThat(Values.immutable(LongNode.valueOf(Long.MIN_VALUE))).isEqualTo(LongNode.valueOf(Long.MIN_VALUE));
		assertThat(Values.immutable(big(BigInteger.TWO.pow(63)))).isEqualTo(big(BigInteger.TWO.pow(63)));
		assertThat(Values.immutable(big(MAX_UNSIGNED))).isEqualTo(big(MAX_UNSIGNED));
	}

	@Test
	void integersBeyondSixtyFourBitsAreRefused() {
		assertRefused(big(MAX_UNSIGNED.add(BigInteger.ONE)), "64 bits");
		assertRefused(big(BigInteger.TWO.pow(63).negate().subtract(BigInteger.ONE)), "64 bits");
		assertRefused(big(BigInteger.TEN.pow(40)), "64 bits");
	}

	@Test
	void floatsAndDecimalsBecomeDoubles() {
		assertThat(Values.immutable(FloatNode.valueOf(0.1f))).isEqualTo(DoubleNode.valueOf(0.1f));
		assertThat(Values.immutable(decimal("19.99"))).isEqualTo(DoubleNode.valueOf(19.99));
		assertThat(Values.immutable(decimal("19.9900"))).isEqualTo(DoubleNode.valueOf(19.99));
		assertThat(Values.immutable(decimal("5"))).isEqualTo(DoubleNode.valueOf(5.0));
		assertThat(Values.immutable(decimal("0.00"))).isEqualTo(DoubleNode.valueOf(0.0));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0.1", "-0.1", "1E+300", "1.7976931348623157E308", "4.9E-324", "2.2250738585072014E-308",
			"2E23", "8.41E21", "9007199254740992", "0.30000000000000004", "123456789012345", "2.0E-3" })
	void decimalsThatADoubleGivesBackTravel(String text) {
		assertThat(Values.immutable(decimal(text)).doubleValue()).isEqualTo(Double.parseDouble(text));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "0.1000000000000000055511151231257827", "12345678901234567890123", "0.12345678901234567891",
					"9007199254740993", "1E309", "-1E309", "1E-400", "4.94E-324", "1E+1000000000", "1E-1000000000" })
	void decimalsThatADoubleCannotGiveBackAreRefused(String text) {
		assertRefused(decimal(text), "decimal");
	}

	@Test
	void everyDoubleTravelsAsTheDecimalThatJavaPrints() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			double value = random.nextInt(1_000_000_000) / Math.pow(10, random.nextInt(9));
			assertThat(Values.immutable(decimal(BigDecimal.valueOf(value).toString()))).as("%s", value)
				.isEqualTo(DoubleNode.valueOf(value));
		}
	}

	/** JDK 17 prints these doubles with more digits, or other ones, than they need. */
	@ParameterizedTest
	@ValueSource(strings = { "3.8E22", "2E23", "8.41E21", "2.0E-3", "4.9E-324", "1E23", "1.1E-322", "0.1", "0.3",
			"1.7976931348623157E308", "-3.8E22", "9.5367431640625E-7" })
	void decimalsThatAreTakenAreReadAsTheyWereWritten(String text) {
		BigDecimal decimal = new BigDecimal(text);
		JsonNode written = Values.immutable(DecimalNode.valueOf(decimal));
		assertThat(written.decimalValue()).isEqualByComparingTo(decimal);
		assertThat(MAPPER.treeToValue(written, BigDecimal.class)).isEqualByComparingTo(decimal);
	}

	@Test
	void everyDoubleIsReadAsADecimalThatIsTakenAgain() {
		Random random = new Random(2);
		for (int i = 0; i < 20_000; i++) {
			double value = (i < 2_046) ? Math.scalb(1.0, i - 1_022) : Double.longBitsToDouble(random.nextLong());
			if (Double.isFinite(value)) {
				BigDecimal decimal = Values.immutable(DoubleNode.valueOf(value)).decimalValue();
				assertThat(decimal.doubleValue()).isEqualTo(value);
				assertThat(Values.immutable(DecimalNode.valueOf(decimal)).decimalValue()).as("%s", value)
					.isEqualByComparingTo(decimal);
			}
		}
	}

	@Test
	void aDecimalThatAnotherShorterOneStandsForIsRefused() {
		assertRefused(decimal("5E-324"), "decimal");
	}

	@ParameterizedTest
	@ValueSource(doubles = { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY })
	void numbersThatAreNotFiniteAreRefused(double value) {
		assertRefused(DoubleNode.valueOf(value), "is " + value);
		assertRefused(FloatNode.valueOf((float) value), "is " + value);
	}

	@Test
	void notANumberIsFoundInWhatAPeerSent() {
		JsonNode received = Values.received(
				JsonNodeFactory.instance.objectNode().set("a", JsonNodeFactory.instance.arrayNode().add(Double.NaN)));
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Values.immutable(received))
			.extracting(InvalidValueException::path)
			.isEqualTo("/a/0");
	}

	static Stream<JsonNode> foreignNodes() {
		return Stream.of(BinaryNode.valueOf(new byte[3]), new POJONode(Instant.EPOCH), new POJONode(null),
				MissingNode.getInstance());
	}

	@ParameterizedTest
	@MethodSource("foreignNodes")
	void whatIsNotJsonIsRefused(JsonNode node) {
		assertRefused(node, "is ");
	}

	@Test
	void textsThatUtf8CannotCarryAreRefused() {
		assertRefused(StringNode.valueOf("a\uD83D"), "surrogate");
		assertRefused(StringNode.valueOf("\uDE80\uD83D"), "surrogate");
		assertRefused(JsonNodeFactory.instance.objectNode().put("\uD83D", 1), "surrogate");
		assertThat(Values.immutable(StringNode.valueOf("🚀🚀\u0000"))).isEqualTo(StringNode.valueOf("🚀🚀\u0000"));
	}

	@Test
	void aRefusalNamesThePlaceAsAPointer() {
		ObjectNode root = JsonNodeFactory.instance.objectNode();
		root.putArray("list").add(1).addObject().putArray("a/b~").add(Float.NaN);
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Values.immutable(root))
			.withMessageContaining("'/list/1/a~1b~0/0'")
			.extracting(InvalidValueException::path)
			.isEqualTo("/list/1/a~1b~0/0");
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> Values.immutable(MissingNode.getInstance()))
			.extracting(InvalidValueException::path)
			.isEqualTo("");
	}

	@Test
	void nestingIsLimited() {
		assertThat(Values.depth(Values.immutable(nested(128)))).isEqualTo(128);
		assertRefused(nested(129), "128 levels");
		assertRefused(nested(100_000), "128 levels");
		JsonNode half = Values.immutable(nested(100));
		assertRefused(wrapped(half, 29), "128 levels");
		assertThat(Values.depth(Values.immutable(wrapped(half, 28)))).isEqualTo(128);
	}

	private static JsonNode wrapped(JsonNode value, int levels) {
		JsonNode result = value;
		for (int i = 0; i < levels; i++) {
			result = JsonNodeFactory.instance.objectNode().set("x", result);
		}
		return result;
	}

	@Test
	void nestingThatIsGoneAgainDoesNotCount() {
		ObjectNode object = ImmutableNodes.with(ImmutableNodes.object(), "deep", Values.immutable(nested(127)));
		JsonNode shallow = ImmutableNodes.with(object, "deep", NullNode.getInstance());
		JsonNode around = ImmutableNodes.append(ImmutableNodes.array(), shallow);
		assertThat(Values.immutable(around)).isSameAs(around);
		assertThat(Values.depth(around)).isEqualTo(2);
	}

	@Test
	void depthIsCountedForAnyTree() {
		assertThat(Values.depth(NullNode.getInstance())).isZero();
		assertThat(Values.depth(MAPPER.readTree("[]"))).isEqualTo(1);
		assertThat(Values.depth(MAPPER.readTree("{\"a\":[1,{}],\"b\":2}"))).isEqualTo(3);
		assertThat(Values.depth(nested(100_000))).isEqualTo(100_000);
	}

	@Test
	void immutableTreesAreReturnedAsTheyAre() {
		for (long seed = 0; seed < 1000; seed++) {
			JsonNode value = Values.immutable(new RandomValues(new Random(seed)).value(4));
			assertThat(Values.immutable(value)).as("seed %s", seed).isSameAs(value);
		}
	}

	@Test
	void immutablePartsOfMutableTreesAreShared() {
		JsonNode part = Values.immutable(MAPPER.readTree("{\"a\":[1]}"));
		JsonNode whole = Values.immutable(JsonNodeFactory.instance.objectNode().set("part", part));
		assertThat(whole.get("part")).isSameAs(part);
	}

	@Test
	void laterChangesOfTheOriginalDoNotShow() {
		ObjectNode original = JsonNodeFactory.instance.objectNode();
		ArrayNode list = original.putArray("list").add(1);
		JsonNode value = Values.immutable(original);
		list.add(2);
		original.put("x", 1);
		assertThat(value).isEqualTo(MAPPER.readTree("{\"list\":[1]}"));
	}

	@Test
	void freezingChangesNoValue() {
		for (long seed = 0; seed < 2000; seed++) {
			JsonNode value = new RandomValues(new Random(seed)).value(4);
			JsonNode frozen = Values.immutable(value);
			assertThat(Values.equal(value, frozen)).as("seed %s: %s", seed, value).isTrue();
			assertThat(Values.equal(frozen, value)).as("seed %s: %s", seed, value).isTrue();
		}
	}

	@Test
	void integersEqualByValueWhateverCarriesThem() {
		assertThat(Values.equal(ShortNode.valueOf((short) 1), LongNode.valueOf(1))).isTrue();
		assertThat(Values.equal(big(BigInteger.ONE), IntNode.valueOf(1))).isTrue();
		assertThat(Values.equal(big(MAX_UNSIGNED), big(new BigInteger(MAX_UNSIGNED.toString())))).isTrue();
		assertThat(Values.equal(big(MAX_UNSIGNED), IntNode.valueOf(-1))).isFalse();
		assertThat(Values.equal(IntNode.valueOf(1), IntNode.valueOf(2))).isFalse();
	}

	@Test
	void integersAndDoublesDiffer() {
		assertThat(Values.equal(IntNode.valueOf(1), DoubleNode.valueOf(1))).isFalse();
		assertThat(Values.equal(DoubleNode.valueOf(1), LongNode.valueOf(1))).isFalse();
	}

	@Test
	void doublesEqualByWhatTheyMean() {
		assertThat(Values.equal(DoubleNode.valueOf(-0.0), DoubleNode.valueOf(0.0))).isTrue();
		assertThat(Values.equal(DoubleNode.valueOf(Double.NaN), DoubleNode.valueOf(Double.NaN))).isTrue();
		assertThat(Values.equal(DoubleNode.valueOf(Double.NaN), DoubleNode.valueOf(0))).isFalse();
		assertThat(Values.equal(FloatNode.valueOf(0.5f), DoubleNode.valueOf(0.5))).isTrue();
		assertThat(Values.equal(decimal("0.5"), DoubleNode.valueOf(0.5))).isTrue();
	}

	@Test
	void containersEqualByContent() {
		JsonNode a = MAPPER.readTree("{\"x\":[1,{\"y\":null}],\"z\":\"t\"}");
		assertThat(Values.equal(a, MAPPER.readTree("{\"z\":\"t\",\"x\":[1,{\"y\":null}]}"))).isTrue();
		for (String other : new String[] { "{\"x\":[1,{\"y\":null}]}", "{\"x\":[1,{\"y\":0}],\"z\":\"t\"}",
				"{\"x\":[1],\"z\":\"t\"}", "{\"x\":[1,{\"w\":null}],\"z\":\"t\"}", "[]", "null" }) {
			assertThat(Values.equal(a, MAPPER.readTree(other))).as(other).isFalse();
		}
	}

	private static void assertRefused(JsonNode value, String reason) {
		assertThatExceptionOfType(InvalidValueException.class).isThrownBy(() -> Values.immutable(value))
			.withMessageContaining(reason);
	}

}
