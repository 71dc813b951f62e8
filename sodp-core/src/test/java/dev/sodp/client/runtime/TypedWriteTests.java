// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.protocol.Frame;
import dev.sodp.state.TypedValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

import static dev.sodp.client.engine.EngineHarness.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Values of generic types whose elements name their class. */
class TypedWriteTests {

	private static final TypeReference<List<Animal>> ANIMALS = new TypeReference<>() {
	};

	private static final TypeReference<Map<String, Animal>> NAMED_ANIMALS = new TypeReference<>() {
	};

	private final FakeWire wire = new FakeWire();

	private SodpClient client;

	private FakeWire.Connection connection;

	@BeforeEach
	void connect() throws Exception {
		this.client = SodpClient.builder("ws://fake").transport(this.wire).build();
		this.connection = this.wire.next();
		this.connection.hello();
		await().until(() -> this.client.status().state().isLive());
	}

	@AfterEach
	void close() {
		this.client.close();
	}

	private void assertSent(String name, String value) {
		Frame.Call call = (Frame.Call) this.connection.received.get(this.connection.received.size() - 1);
		assertThat(call.args().path(name)).isEqualTo(json(value));
	}

	@Test
	void stateWritesItsDeclaredType() {
		StateRef<List<Animal>> zoo = this.client.state("zoo", ANIMALS);
		zoo.set(List.of(new Dog(1)));
		assertSent("value", "[{'type':'dog','bones':1}]");
	}

	@Test
	void stateWritesPartsWithTheTypeTheyHaveThere() {
		StateRef<Map<String, Animal>> zoo = this.client.state("zoo", NAMED_ANIMALS);
		zoo.setIn("/rex", new Dog(1));
		assertSent("value", "{'type':'dog','bones':1}");
		zoo.setIn("/", Map.of("rex", new Dog(2)));
		assertSent("value", "{'rex':{'type':'dog','bones':2}}");
		zoo.presence("/rex", new Dog(3));
		assertSent("value", "{'type':'dog','bones':3}");
		zoo.patch(Map.of("rex", new Dog(4)));
		assertSent("patch", "{'rex':{'type':'dog','bones':4}}");
		this.client.state("zoo", ANIMALS).append(new Dog(5));
		assertSent("value", "{'type':'dog','bones':5}");
	}

	@Test
	void partOfAnotherTypeIsWrittenAsItIs() {
		StateRef<Map<String, Animal>> zoo = this.client.state("zoo", NAMED_ANIMALS);
		zoo.setIn("/rex", List.of(1));
		assertSent("value", "[1]");
		zoo.setIn("/rex/bones", 7);
		assertSent("value", "7");
		zoo.setIn("/rex", null);
		assertSent("value", "null");
		this.client.state("dog", Dog.class).patch(Map.of("bones", 2));
		assertSent("patch", "{'bones':2}");
	}

	@Test
	void typeCanBeGivenWithTheValue() {
		this.client.set("zoo", List.of(new Dog(1)), ANIMALS);
		assertSent("value", "[{'type':'dog','bones':1}]");
		this.client.setIn("zoo", "/dogs", TypedValue.of(List.of(new Dog(2)), ANIMALS));
		assertSent("value", "[{'type':'dog','bones':2}]");
	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes(@JsonSubTypes.Type(value = Dog.class, name = "dog"))
	interface Animal {

	}

	record Dog(int bones) implements Animal {
	}

}
