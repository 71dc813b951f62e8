// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** How Java values become state values. */
class WrittenValuesTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	private void assertRefused(Object value, String path, String reason) {
		assertThatExceptionOfType(InvalidValueException.class)
			.isThrownBy(() -> new TreeWriter(this.mapper).write(value))
			.satisfies((refused) -> assertThat(refused.path()).isEqualTo(path))
			.withMessageContaining(reason);
	}

	@Test
	void entitiesThatReferToEachOtherAreRefusedWhereTheyRepeat() {
		Team team = new Team();
		team.members.add(new Member("a/b", team));
		assertRefused(Map.of("team", team), "/team/members/0/team", "Team at '/team' again");
	}

	@Test
	void objectThatRefersToItselfIsRefused() {
		Member member = new Member("ada", null);
		member.friend = member;
		assertRefused(member, "/friend", "Member at '/' again");
	}

	@Test
	void listInItselfIsRefused() {
		List<Object> list = new ArrayList<>();
		list.add(1);
		list.add(list);
		assertRefused(list, "/1", "ArrayList at '/' again");
	}

	@Test
	void mapInItselfIsRefused() {
		Map<String, Object> map = new HashMap<>();
		map.put("a/b", List.of(map));
		assertRefused(map, "/a~1b/0", "HashMap at '/' again");
	}

	@Test
	void depthOfTheProtocolIsAllowed() {
		JsonNode tree = new TreeWriter(this.mapper).write(nested(Values.MAX_DEPTH));
		assertThat(Values.depth(tree)).isEqualTo(Values.MAX_DEPTH);
	}

	@Test
	void oneLevelMoreIsRefusedWhereItBegins() {
		assertRefused(nested(Values.MAX_DEPTH + 1), "/0".repeat(Values.MAX_DEPTH), "more than 128 levels");
	}

	@Test
	void veryDeepValueIsRefused() {
		assertRefused(nested(100_000), "/0".repeat(Values.MAX_DEPTH), "more than 128 levels");
	}

	@Test
	void siblingsMayBeTheSameObject() {
		Member ada = new Member("ada", null);
		assertThat(new TreeWriter(this.mapper).write(List.of(ada, ada))).hasSize(2);
	}

	@Test
	void mapperThatWritesIdentitiesMayMeetAnObjectAgain() {
		Person ada = new Person();
		ada.friend = ada;
		assertThat(new TreeWriter(this.mapper).write(ada).path("friend").intValue()).isEqualTo(1);
	}

	@Test
	void mapperWorksOnAfterARefusal() {
		listInItselfIsRefused();
		assertThat(new TreeWriter(this.mapper).write(new Member("ada", null)).path("name").stringValue())
			.isEqualTo("ada");
		assertThat(this.mapper.writeValueAsString(List.of(1))).isEqualTo("[1]");
	}

	@Test
	void valueIsWhatTheMapperMakesOfIt() {
		Map<String, Object> value = Map.of("list", List.of(1, 2.5, "three"), "member", new Member("ada", null));
		assertThat(new TreeWriter(this.mapper).write(value))
			.isEqualTo(Values.immutable(this.mapper.valueToTree(value)));
	}

	@Test
	void elementsOfADeclaredTypeNameTheirClass() {
		assertThat(write(List.of(new Dog(1)), new TypeReference<List<Animal>>() {
		})).isEqualTo("[{\"type\":\"dog\",\"bones\":1}]");
		assertThat(write(Map.of("rex", new Dog(1)), new TypeReference<Map<String, Animal>>() {
		})).isEqualTo("{\"rex\":{\"type\":\"dog\",\"bones\":1}}");
		assertThat(write(List.of(Optional.of(new Dog(1))), new TypeReference<List<Optional<Animal>>>() {
		})).isEqualTo("[{\"type\":\"dog\",\"bones\":1}]");
		assertThat(write(new Cage<>(new Dog(1)), new TypeReference<Cage<Animal>>() {
		})).isEqualTo("{\"inmate\":{\"type\":\"dog\",\"bones\":1}}");
	}

	@Test
	void valueOfADeclaredTypeThatNamesSubclassesNamesItsClass() {
		assertThat(write(new Dog(1), new TypeReference<Animal>() {
		})).isEqualTo("{\"type\":\"dog\",\"bones\":1}");
	}

	/** Jackson itself would leave out what the declared class does not have. */
	@Test
	void subclassOfADeclaredClassIsWrittenWhole() {
		assertThat(write(new Square(2), Shape.class)).isEqualTo("{\"side\":2}");
		assertThat(write(new Kennel<>(new Dog(1), 7), new TypeReference<Cage<Animal>>() {
		})).isEqualTo("{\"inmate\":{\"type\":\"dog\",\"bones\":1},\"number\":7}");
	}

	@Test
	void declaredTypeThatSaysNothingChangesNothing() {
		assertThat(write(List.of(new Square(2)), Object.class)).isEqualTo("[{\"side\":2}]");
		assertThat(write(1, int.class)).isEqualTo("1");
		assertThat(write(JsonMapper.shared().readTree("[1]"), Map.class)).isEqualTo("[1]");
	}

	private String write(Object value, TypeReference<?> type) {
		return write(value, type.getType());
	}

	private String write(Object value, Type type) {
		return new TreeWriter(this.mapper).write(value, type).toString();
	}

	private static List<Object> nested(int levels) {
		List<Object> inner = List.of();
		for (int i = 1; i < levels; i++) {
			inner = List.of(inner);
		}
		return inner;
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Dog.class, name = "dog"))
	interface Animal {

	}

	record Dog(int bones) implements Animal {
	}

	interface Shape {

	}

	record Square(int side) implements Shape {
	}

	static class Cage<T> {

		public final T inmate;

		Cage(T inmate) {
			this.inmate = inmate;
		}

	}

	static final class Kennel<T> extends Cage<T> {

		public final int number;

		Kennel(T inmate, int number) {
			super(inmate);
			this.number = number;
		}

	}

	static final class Team {

		public final List<Member> members = new ArrayList<>();

	}

	static final class Member {

		public final String name;

		public final Team team;

		public Member friend;

		Member(String name, Team team) {
			this.name = name;
			this.team = team;
		}

	}

	@JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
	static final class Person {

		public Person friend;

	}

}
