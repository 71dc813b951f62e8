// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ValueConverterTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private static final TypeReference<Map<String, Player>> PLAYERS = new TypeReference<>() {
	};

	private static final TypeReference<Map<String, Object>> ANYTHING = new TypeReference<>() {
	};

	private static final TypeReference<Map<Integer, Player>> BY_NUMBER = new TypeReference<>() {
	};

	private static final TypeReference<TreeMap<String, Player>> SORTED = new TypeReference<>() {
	};

	private static final TypeReference<Map<String, Linked>> LINKED = new TypeReference<>() {
	};

	record Player(String name, int hp) {
	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
	static final class Linked {

		public int id;

		public int hp;

		public @Nullable Linked friend;

	}

	private static <T> ValueConverter<T> to(TypeReference<T> type) {
		return ValueConverter.to(type.getType(), MAPPER);
	}

	private static JsonNode json(String text) {
		return Values.immutable(MAPPER.readTree(text.replace('\'', '"')));
	}

	private static JsonNode players(int count) {
		ObjectNode players = MAPPER.createObjectNode();
		for (int i = 0; i < count; i++) {
			players.putObject("p" + i).put("name", "n" + i).put("hp", i);
		}
		return Values.immutable(players);
	}

	private static List<DeltaOp> hit(int player, int hp) {
		return List.of(DeltaOp.update("/p" + player + "/hp", MAPPER.valueToTree(hp)));
	}

	@Test
	void everyValueInTurnIsWhatConvertingTheWholeGives() {
		for (long seed = 0; seed < 300; seed++) {
			Random random = new Random(seed);
			RandomValues values = new RandomValues(random);
			ValueConverter<Map<String, Object>> converter = to(ANYTHING);
			JsonNode value = Values.immutable(wide(values, random.nextInt(80)));
			List<DeltaOp> ops = null;
			List<Map<String, Object>> given = new ArrayList<>();
			List<Map<String, Object>> expected = new ArrayList<>();
			for (int step = 0; step < 40; step++) {
				String about = "seed " + seed + " step " + step;
				if (value instanceof ObjectNode object) {
					Map<String, Object> whole = MAPPER.treeToValue(value, ANYTHING);
					Map<String, Object> converted = converter.convert(value, ops);
					assertThat(converted).as(about).isEqualTo(whole);
					assertThat(converted.keySet()).as(about).containsExactlyElementsOf(object.propertyNames());
					given.add(converted);
					expected.add(whole);
				}
				List<DeltaOp> next = edits(random, values, value);
				JsonNode after = Deltas.apply(value, next);
				ops = (value instanceof ObjectNode && random.nextInt(3) > 0) ? next : null;
				value = after;
			}
			assertThat(given).as("values given before, seed " + seed).isEqualTo(expected);
		}
	}

	private static ObjectNode wide(RandomValues values, int members) {
		ObjectNode object = MAPPER.createObjectNode();
		for (int i = 0; i < members; i++) {
			object.set("n" + i, values.value(2));
		}
		return object;
	}

	private static List<DeltaOp> edits(Random random, RandomValues values, JsonNode value) {
		if (!(value instanceof ObjectNode) || random.nextInt(40) == 0) {
			return List.of(DeltaOp.update("/", Values.immutable(wide(values, random.nextInt(80)))));
		}
		if (random.nextInt(10) == 0) {
			JsonNode changed = Values.immutable(values.changed(value, 3));
			return Diff.between(value, changed);
		}
		List<DeltaOp> edits = new ArrayList<>();
		for (int i = random.nextInt(4); i >= 0; i--) {
			String path = StatePath.ROOT.child("n" + random.nextInt(90)).toString();
			switch (random.nextInt(6)) {
				case 0, 1 -> edits.add(DeltaOp.remove(path));
				case 2 -> edits.add(DeltaOp.update(path + "/" + random.nextInt(3), Values.immutable(values.value(1))));
				case 3 -> edits.add(DeltaOp.update("/" + StatePath.escape(values.name()), json("null")));
				default -> edits.add(DeltaOp.add(path, Values.immutable(values.value(2))));
			}
		}
		return edits;
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 1000 })
	void entriesThatDidNotChangeStayTheSameInstance(int count) {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		JsonNode before = players(count);
		Map<String, Player> first = converter.convert(before, null);
		JsonNode after = Deltas.apply(before, hit(3, 99));
		Map<String, Player> second = converter.convert(after, hit(3, 99));
		Map<String, Player> third = converter.convert(Deltas.apply(after, hit(2, 77)), null);
		assertThat(second.get("p3")).isEqualTo(new Player("n3", 99));
		assertThat(first.get("p3")).isEqualTo(new Player("n3", 3));
		assertThat(second.get("p4")).isSameAs(first.get("p4"));
		assertThat(third.get("p2")).isEqualTo(new Player("n2", 77));
		assertThat(third.get("p3")).isSameAs(second.get("p3"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 1000 })
	void entriesThatAreSentAgainStayTheSameInstance(int count) {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		Map<String, Player> first = converter.convert(players(count), null);
		Map<String, Player> second = converter.convert(Deltas.apply(players(count), hit(0, 50)), null);
		assertThat(second.get("p0")).isEqualTo(new Player("n0", 50));
		assertThat(second.get("p4")).isSameAs(first.get("p4"));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 5, 1000 })
	void mapsRefuseChanges(int count) {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		Map<String, Player> players = converter.convert(players(count), null);
		Player player = new Player("new", 1);
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> players.put("p0", player));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> players.remove("absent"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(players::clear);
		assertThat(players.entrySet())
			.allSatisfy((entry) -> assertThatExceptionOfType(UnsupportedOperationException.class)
				.isThrownBy(() -> entry.setValue(player)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 5, 1000 })
	void mapsAreOrdinaryOnes(int count) throws Exception {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		Map<String, Player> players = converter.convert(players(count), null);
		assertThat(players.get(null)).isNull();
		assertThat(players.get((Object) 5)).isNull();
		assertThat(players.containsKey(null)).isFalse();
		assertThat(players).hasSize(count)
			.containsKey("p4")
			.doesNotContainKey("p")
			.isEqualTo(new LinkedHashMap<>(players));
		assertThat(players).hasSameHashCodeAs(new LinkedHashMap<>(players));
		Map<String, Integer> numbers = ValueConverter
			.<Map<String, Integer>>to(new TypeReference<Map<String, Integer>>() {
			}.getType(), MAPPER)
			.convert(numbers(count), null);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(numbers);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(in.readObject()).isEqualTo(numbers);
		}
	}

	private static JsonNode numbers(int count) {
		ObjectNode numbers = MAPPER.createObjectNode();
		for (int i = 0; i < count; i++) {
			numbers.put("p" + i, i);
		}
		return Values.immutable(numbers);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, 100 })
	void aValueThatDoesNotFitFailsAsAWholeAndHarmsNoLaterOne(int count) {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		JsonNode fine = players(count);
		converter.convert(fine, null);
		List<DeltaOp> wrong = List.of(DeltaOp.update("/p1/hp", json("[true]")));
		JsonNode unfit = Deltas.apply(fine, wrong);
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> converter.convert(unfit, wrong))
			.satisfies((ex) -> assertThat(ex.getPath()).extracting(JacksonException.Reference::getPropertyName)
				.containsExactly("p1", "hp"));
		JsonNode after = Deltas.apply(unfit, hit(1, 7));
		assertThat(converter.convert(after, hit(1, 7))).isEqualTo(MAPPER.treeToValue(after, PLAYERS));
	}

	@Test
	void nullIsNullAndWhatFollowsIsConvertedAfresh() {
		ValueConverter<Map<String, Player>> converter = to(PLAYERS);
		converter.convert(players(3), null);
		assertThat(converter.convert(json("null"), List.of(DeltaOp.remove("/")))).isNull();
		List<DeltaOp> ops = List.of(DeltaOp.add("/p9", json("{'name':'n','hp':1}")));
		assertThat(converter.convert(Deltas.apply(json("null"), ops), ops)).isEqualTo(Map.of("p9", new Player("n", 1)));
	}

	@Test
	void mappersThatLeaveOutNullsAreHeard() {
		JsonMapper mapper = JsonMapper.builder()
			.changeDefaultNullHandling((nulls) -> JsonSetter.Value.forContentNulls(Nulls.SKIP))
			.build();
		ValueConverter<Map<String, Player>> converter = ValueConverter.to(PLAYERS.getType(), mapper);
		JsonNode before = players(3);
		converter.convert(before, null);
		List<DeltaOp> ops = List.of(DeltaOp.update("/p1", json("null")));
		JsonNode without = Deltas.apply(before, ops);
		assertThat(converter.convert(without, ops)).containsOnlyKeys("p0", "p2");
		assertThat(converter.convert(Deltas.apply(without, hit(0, 9)), hit(0, 9)))
			.isEqualTo(Map.of("p0", new Player("n0", 9), "p2", new Player("n2", 2)));
	}

	@Test
	void mappersThatMakeNullOfAMapAreHeard() {
		SimpleModule module = new SimpleModule();
		module.addDeserializer(Map.class, new ValueDeserializer<Map<?, ?>>() {
			@Override
			public @Nullable Map<?, ?> deserialize(JsonParser parser, DeserializationContext context) {
				parser.skipChildren();
				return null;
			}
		});
		JsonMapper mapper = JsonMapper.builder().addModule(module).build();
		ValueConverter<Map<String, Player>> converter = ValueConverter.to(PLAYERS.getType(), mapper);
		assertThat(convertTwice(converter, players(3), hit(1, 5))).isNull();
	}

	@Test
	void otherTypesOfMapsAreWhatJacksonMakesOfThem() {
		assertThat(convertTwice(to(SORTED), players(40), hit(1, 5))).isInstanceOf(TreeMap.class);
		JsonNode numbered = json("{'1':{'name':'a','hp':1},'2':{'name':'b','hp':2}}");
		List<DeltaOp> ops = List.of(DeltaOp.update("/2/hp", json("3")));
		assertThat(convertTwice(to(BY_NUMBER), numbered, ops)).containsEntry(2, new Player("b", 3));
	}

	@Test
	void valuesThatReferToEachOtherAreConvertedTogether() {
		JsonNode before = json("{'a':{'id':1,'hp':1},'b':{'id':2,'hp':1,'friend':1},'c':{'id':3,'hp':1}}");
		List<DeltaOp> ops = List.of(DeltaOp.update("/a/hp", json("2")));
		Map<String, Linked> after = convertTwice(to(LINKED), before, ops);
		assertThat(after.get("b").friend).isSameAs(after.get("a"));
	}

	private static <T> T convertTwice(ValueConverter<T> converter, JsonNode before, List<DeltaOp> ops) {
		converter.convert(before, null);
		return converter.convert(Deltas.apply(before, ops), ops);
	}

	@Test
	void treesAndOtherValuesComeAsBefore() {
		JsonNode tree = json("{'name':'n','hp':1}");
		assertThat(ValueConverter.<JsonNode>to(JsonNode.class, MAPPER).convert(tree, null)).isSameAs(tree);
		assertThat(ValueConverter.<Player>to(Player.class, MAPPER).convert(tree, null)).isEqualTo(new Player("n", 1));
		for (Type type : List.of(JsonNode.class, Player.class, PLAYERS.getType())) {
			assertThat(ValueConverter.to(type, MAPPER).convert(json("null"), null)).isNull();
		}
	}

}
