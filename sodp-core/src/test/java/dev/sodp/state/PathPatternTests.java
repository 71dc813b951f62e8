// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PathPatternTests {

	private static final JsonNode NOTHING = MissingNode.getInstance();

	private static JsonNode json(String text) {
		return Values.immutable(JsonMapper.shared().readTree(text.replace('\'', '"')));
	}

	/** The changes that one operation makes, as text. */
	private static List<String> changes(String pattern, String before, DeltaOp... ops) {
		JsonNode old = json(before);
		List<DeltaOp> all = List.of(ops);
		return PathPattern.parse(pattern)
			.changes(old, Deltas.apply(old, all), all)
			.stream()
			.map((change) -> change.path() + " " + change.before() + "->" + change.after())
			.toList();
	}

	@Test
	void aMemberOfEachElement() {
		String players = "{'players':{'anna':{'health':3,'name':'A'},'bob':{'health':4}}}";

		assertThat(changes("/players/{name}/health", players, DeltaOp.update("/players/anna/health", json("2"))))
			.containsExactly("/players/anna/health 3->2");
		assertThat(changes("/players/{name}/health", players, DeltaOp.update("/players/anna/name", json("2"))))
			.isEmpty();
	}

	@Test
	void anOperationAboveThePlaceComparesWhatItReplaces() {
		String players = "{'players':{'anna':{'health':3},'bob':{'health':4}},'round':1}";

		assertThat(changes("/players/*/health", players,
				DeltaOp.update("/players", json("{'anna':{'health':3},'cora':{'health':5}}"))))
			.containsExactly("/players/bob/health 4->", "/players/cora/health ->5");
	}

	@Test
	void anOperationBelowThePlaceGivesTheWholePart() {
		assertThat(changes("/*", "{'a':{'x':1,'y':2},'b':0}", DeltaOp.update("/a/x", json("3"))))
			.containsExactly("/a {\"x\":1,\"y\":2}->{\"x\":3,\"y\":2}");
	}

	@Test
	void addedAndRemovedElements() {
		assertThat(changes("/*", "{'a':1}", DeltaOp.add("/b", json("null")), DeltaOp.remove("/a")))
			.containsExactly("/b ->null", "/a 1->");
	}

	@Test
	void elementsOfAnArrayAreKnownByPosition() {
		assertThat(changes("/*", "[1,2,3]", DeltaOp.add("/-", json("4")))).containsExactly("/3 ->4");
		assertThat(changes("/*", "[1,2,3]", DeltaOp.remove("/0"))).containsExactly("/0 1->2", "/1 2->3", "/2 3->");
		assertThat(changes("/*", "[1,2,3]", DeltaOp.remove("/-"), DeltaOp.add("/-", json("4"))))
			.containsExactly("/2 3->4");
		assertThat(changes("/*", "[1,2,3]", DeltaOp.update("/01", json("4")))).containsExactly("/1 2->4");
	}

	@Test
	void containersThatAnOperationCreatesOnItsWay() {
		assertThat(changes("/list/*", "{}", DeltaOp.add("/list/-/x", json("1")), DeltaOp.add("/list/-", json("2"))))
			.containsExactly("/list/0 ->{\"x\":1}", "/list/1 ->2");
		assertThat(changes("/map/*", "{}", DeltaOp.add("/map/x", json("1")), DeltaOp.add("/map/5", json("2"))))
			.containsExactly("/map/x ->1", "/map/5 ->2");
	}

	@Test
	void whatChangedBackIsNoChange() {
		assertThat(changes("/*", "{'a':1}", DeltaOp.update("/a", json("2")), DeltaOp.update("/a", json("1"))))
			.isEmpty();
	}

	@Test
	void namedSegmentsAreUnescaped() {
		JsonNode before = json("{'a/b':{'~':1}}");
		JsonNode after = json("{'a/b':{'~':2}}");

		assertThat(PathPattern.parse("/{first}/{second}").changes(before, after)).singleElement()
			.satisfies((change) -> {
				assertThat(change.variables()).isEqualTo(Map.of("first", "a/b", "second", "~"));
				assertThat(change.path()).hasToString("/a~1b/~0");
			});
		assertThat(PathPattern.parse("/a~1b/~0").changes(before, after)).hasSize(1);
	}

	@Test
	void whatWasNotThereBeforeIsAllNew() {
		assertThat(PathPattern.parse("/*").changes(NOTHING, json("{'a':1,'b':2}"))).hasSize(2);
		assertThat(PathPattern.parse("/*").changes(json("{'a':1}"), NOTHING)).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			players/*   | Path 'players/*' must start with '/'
			''          | Path '' must start with '/'
			/           | Path '/' is the whole value
			/a/{}       | has a segment '{}'
			/{a}/b/{a}  | uses a name twice
			""")
	void malformedPatternsAreRefused(String pattern, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> PathPattern.parse(pattern))
			.withMessageContaining(message);
	}

	/**
	 * The same as a comparison of everything, over random values, operations and
	 * patterns.
	 */
	@Test
	void whatOperationsChangedIsWhatAFullComparisonFinds() {
		int found = 0;
		for (int seed = 0; seed < 6000; seed++) {
			Random random = new Random(seed);
			RandomValues values = new RandomValues(random);
			JsonNode before = Values.immutable(values.value(4));
			List<DeltaOp> ops = new ArrayList<>();
			for (int i = random.nextInt(5); i >= 0; i--) {
				ops.add(operation(random, values, before));
			}
			JsonNode after = Deltas.apply(before, ops);
			List<String> segments = segments(random, values, random.nextBoolean() ? before : after);
			PathPattern pattern = PathPattern.parse(pointer(segments));

			Map<String, String> expected = full(segments, before, after);
			assertThat(texts(pattern.changes(before, after, ops))).as("%s %s %s", pattern, before, ops)
				.isEqualTo(expected);
			assertThat(texts(pattern.changes(before, after))).as("%s", pattern).isEqualTo(expected);
			found += expected.size();
		}
		assertThat(found).isGreaterThan(3000);
	}

	/** Mostly at places that exist. */
	private static DeltaOp operation(Random random, RandomValues values, JsonNode value) {
		List<String> path = new ArrayList<>();
		JsonNode node = value;
		for (int depth = random.nextInt(4); depth > 0; depth--) {
			List<String> names = names(node);
			boolean known = !names.isEmpty() && random.nextInt(5) > 0;
			String segment = known ? names.get(random.nextInt(names.size()))
					: (random.nextBoolean() ? values.name() : List.of("-", "0", "1", "01").get(random.nextInt(4)));
			path.add(segment);
			node = child(node, segment);
		}
		String pointer = path.isEmpty() ? "/" : pointer(path);
		return switch (random.nextInt(3)) {
			case 0 -> DeltaOp.remove(pointer);
			case 1 -> DeltaOp.add(pointer, values.value(2));
			default -> DeltaOp.update(pointer, values.value(2));
		};
	}

	private static List<String> segments(Random random, RandomValues values, JsonNode value) {
		List<String> segments = new ArrayList<>();
		JsonNode node = value;
		for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
			List<String> names = names(node);
			String name = names.isEmpty() ? values.name() : names.get(random.nextInt(names.size()));
			segments.add((random.nextInt(3) == 0 && !name.isEmpty()) ? name : "*");
			node = child(node, name);
		}
		return segments;
	}

	private static String pointer(List<String> segments) {
		StringBuilder pointer = new StringBuilder();
		segments.forEach((segment) -> pointer.append('/').append(segment.replace("~", "~0").replace("/", "~1")));
		return pointer.toString();
	}

	private static Map<String, String> texts(List<PathChange> changes) {
		Map<String, String> texts = new TreeMap<>();
		for (PathChange change : changes) {
			String place = pointer(change.path().segments());
			assertThat(texts.put(place, change.before() + " -> " + change.after())).isNull();
		}
		return texts;
	}

	/** Collects all places on both sides and compares what is there. */
	private static Map<String, String> full(List<String> pattern, JsonNode before, JsonNode after) {
		Map<List<String>, JsonNode> old = new HashMap<>();
		Map<List<String>, JsonNode> fresh = new HashMap<>();
		collect(pattern, before, List.of(), old);
		collect(pattern, after, List.of(), fresh);
		Map<String, String> differences = new TreeMap<>();
		Stream.concat(old.keySet().stream(), fresh.keySet().stream()).forEach((place) -> {
			JsonNode was = old.getOrDefault(place, NOTHING);
			JsonNode is = fresh.getOrDefault(place, NOTHING);
			if (was.isMissingNode() || is.isMissingNode() || !Values.equal(was, is)) {
				differences.put(pointer(place), was + " -> " + is);
			}
		});
		return differences;
	}

	private static void collect(List<String> pattern, JsonNode node, List<String> place,
			Map<List<String>, JsonNode> found) {
		if (place.size() == pattern.size()) {
			found.put(place, node);
			return;
		}
		String segment = pattern.get(place.size());
		for (String name : new TreeSet<>(names(node))) {
			if (segment.equals("*") || segment.equals(name)) {
				collect(pattern, child(node, name), Stream.concat(place.stream(), Stream.of(name)).toList(), found);
			}
		}
	}

	private static List<String> names(JsonNode node) {
		List<String> names = new ArrayList<>();
		if (node instanceof ObjectNode object) {
			names.addAll(object.propertyNames());
		}
		for (int i = 0; node instanceof ArrayNode && i < node.size(); i++) {
			names.add(String.valueOf(i));
		}
		return names;
	}

	private static JsonNode child(JsonNode node, String name) {
		if (node instanceof ArrayNode) {
			return names(node).contains(name) ? node.path(Integer.parseInt(name)) : NOTHING;
		}
		return node.path(name);
	}

	@Test
	void theCostOfAChangeDoesNotDependOnTheSizeOfTheMap() {
		assertThat(reads(10)).isEqualTo(reads(100_000)).isLessThan(30);
	}

	/** How often members are asked for, when two of so many change. */
	private static int reads(int size) {
		AtomicInteger reads = new AtomicInteger();
		Map<String, JsonNode> members = new LinkedHashMap<>();
		for (int i = 0; i < size; i++) {
			members.put("p" + i, json("{'health':1}"));
		}
		JsonNode before = new ObjectNode(JsonNodeFactory.instance, counting(members, reads));
		Map<String, JsonNode> changed = new LinkedHashMap<>(members);
		changed.put("p3", json("{'health':2}"));
		changed.remove("p4");
		JsonNode after = new ObjectNode(JsonNodeFactory.instance, counting(changed, reads));
		List<DeltaOp> ops = List.of(DeltaOp.update("/p3/health", json("2")), DeltaOp.remove("/p4"));

		List<PathChange> changes = PathPattern.parse("/{player}").changes(before, after, ops);

		assertThat(changes).extracting((change) -> change.variables().get("player")).containsExactly("p3", "p4");
		return reads.get();
	}

	/** Iterating counts as reading every member. */
	private static Map<String, JsonNode> counting(Map<String, JsonNode> members, AtomicInteger reads) {
		return new LinkedHashMap<>(members) {

			private static final long serialVersionUID = 1L;

			@Override
			public JsonNode get(Object key) {
				reads.incrementAndGet();
				return super.get(key);
			}

			@Override
			public java.util.Set<String> keySet() {
				reads.addAndGet(size());
				return super.keySet();
			}

			@Override
			public java.util.Set<Map.Entry<String, JsonNode>> entrySet() {
				reads.addAndGet(size());
				return super.entrySet();
			}

			@Override
			public java.util.Collection<JsonNode> values() {
				reads.addAndGet(size());
				return super.values();
			}

		};
	}

	@Test
	void anElementAppendedToALongListIsFoundWithoutLookingAtTheOthers() {
		JsonNode before = ImmutableNodes.array();
		for (int i = 0; i < 5000; i++) {
			before = ImmutableNodes.append((ArrayNode) before, json("[" + i + "]"));
		}
		List<DeltaOp> ops = List.of(DeltaOp.add("/-", json("1")), DeltaOp.add("/-", json("2")));

		assertThat(new AffectedPlaces(PathPattern.parse("/*"), before, Deltas.apply(before, ops)).of(ops))
			.containsExactly(List.of("5000"), List.of("5001"));
	}

}
