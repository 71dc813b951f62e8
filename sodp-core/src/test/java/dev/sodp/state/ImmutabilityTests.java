// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * No public method of Jackson's container nodes changes an immutable one.
 */
class ImmutabilityTests {

	/** Start of the names of all methods that change a node, in Jackson's own naming. */
	private static final List<String> MUTATORS = List.of("set", "put", "add", "insert", "remove", "replace", "retain",
			"without");

	private static ObjectNode object(int extra) {
		ObjectNode object = JsonNodeFactory.instance.objectNode().put("a", 1).putNull("n");
		object.putObject("o").put("x", 1);
		object.putArray("l").add(1).addNull();
		for (int i = 0; i < extra; i++) {
			object.put("k" + i, i);
		}
		return (ObjectNode) Values.immutable(object);
	}

	private static ArrayNode array(int extra) {
		ArrayNode array = JsonNodeFactory.instance.arrayNode().add(1).addNull();
		array.addObject().put("x", 1);
		array.addArray().add(1);
		for (int i = 0; i < extra; i++) {
			array.add(i);
		}
		return (ArrayNode) Values.immutable(array);
	}

	static Stream<ContainerNode<?>> containers() {
		// The last one has left its first, flat form behind.
		return Stream.of(object(0), object(100), array(0), array(300),
				ImmutableNodes.append(array(300), IntNode.valueOf(1)), ImmutableNodes.object(), ImmutableNodes.array());
	}

	@ParameterizedTest
	@MethodSource("containers")
	void everyMutatorRefuses(ContainerNode<?> node) throws Exception {
		int tried = 0;
		for (Method method : node.getClass().getSuperclass().getMethods()) {
			if (isMutator(method)) {
				assertThatExceptionOfType(InvocationTargetException.class).as("%s", method)
					.isThrownBy(() -> method.invoke(node, arguments(method)))
					.withCauseInstanceOf(UnsupportedOperationException.class);
				tried++;
			}
		}
		assertThat(tried).isGreaterThan(30);
	}

	private static boolean isMutator(Method method) {
		Class<?> owner = method.getDeclaringClass();
		boolean declaredByContainers = owner == ObjectNode.class || owner == ArrayNode.class
				|| owner == ContainerNode.class;
		return declaredByContainers && !Modifier.isStatic(method.getModifiers()) && !method.isBridge()
				&& MUTATORS.stream().anyMatch((prefix) -> method.getName().startsWith(prefix));
	}

	@ParameterizedTest
	@MethodSource("containers")
	void noPublicMethodChangesAnything(ContainerNode<?> node) throws Exception {
		JsonNode copy = node.deepCopy();
		for (Method method : node.getClass().getMethods()) {
			if (!Modifier.isStatic(method.getModifiers()) && method.getDeclaringClass() != Object.class) {
				try {
					tamper(method.invoke(node, arguments(method)));
				}
				catch (InvocationTargetException ex) {
					// Refusing is one way not to change.
				}
				assertThat(node).as("%s", method).isEqualTo(copy);
			}
		}
	}

	/** Views and iterators must not be a back door. */
	private static void tamper(Object result) {
		if (result instanceof Collection<?> collection) {
			attempt(collection::clear);
			attempt(() -> collection.removeIf((element) -> true));
			attempt(() -> collection.remove(collection.iterator().next()));
		}
		if (result instanceof List<?> list) {
			attempt(() -> list.remove(0));
			attempt(() -> list.replaceAll((element) -> null));
			attempt(() -> list.subList(0, 1).clear());
			attempt(() -> list.listIterator(1).set(null));
		}
		if (result instanceof Set<?> set && !set.isEmpty() && set.iterator().next() instanceof Map.Entry<?, ?> entry) {
			attempt(() -> entry.setValue(null));
		}
		if (result instanceof Iterator<?> iterator) {
			attempt(() -> {
				iterator.next();
				iterator.remove();
			});
		}
	}

	private static void attempt(Runnable change) {
		try {
			change.run();
		}
		catch (RuntimeException ex) {
			// Refusing is one way not to change.
		}
	}

	private static Object[] arguments(Method method) {
		return Arrays.stream(method.getParameterTypes()).map(ImmutabilityTests::argument).toArray();
	}

	private static Object argument(Class<?> type) {
		Map<Class<?>, Object> samples = Map.ofEntries(Map.entry(String.class, "a"), Map.entry(int.class, 0),
				Map.entry(Integer.class, 1), Map.entry(long.class, 1L), Map.entry(Long.class, 1L),
				Map.entry(short.class, (short) 1), Map.entry(Short.class, (short) 1), Map.entry(float.class, 1f),
				Map.entry(Float.class, 1f), Map.entry(double.class, 1d), Map.entry(Double.class, 1d),
				Map.entry(boolean.class, true), Map.entry(Boolean.class, true), Map.entry(byte.class, (byte) 1),
				Map.entry(byte[].class, new byte[1]), Map.entry(BigDecimal.class, BigDecimal.ONE),
				Map.entry(BigInteger.class, BigInteger.TWO), Map.entry(JsonNode.class, IntNode.valueOf(7)),
				Map.entry(ObjectNode.class, JsonNodeFactory.instance.objectNode().put("a", 7)),
				Map.entry(ArrayNode.class, JsonNodeFactory.instance.arrayNode().add(7)),
				Map.entry(Collection.class, List.of()), Map.entry(Map.class, Map.of()),
				Map.entry(String[].class, new String[] { "n" }),
				Map.entry(JsonPointer.class, JsonPointer.compile("/new")), Map.entry(RawValue.class, new RawValue("1")),
				Map.entry(Predicate.class, (Predicate<Object>) (x) -> true),
				Map.entry(BiConsumer.class, (BiConsumer<Object, Object>) (x, y) -> {
				}), Map.entry(Object.class, "pojo"), Map.entry(List.class, new ArrayList<>()));
		return samples.get(type);
	}

	@Test
	void creatingAMissingContainerRefuses() {
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> object(0).withObject("/missing/deeper"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> object(0).withArray("missing"));
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> array(0).withObject(JsonPointer.compile("/9")));
	}

	@Test
	void theMessageSaysWhatToDoInstead() {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> object(0).put("a", 2))
			.withMessageContaining("deepCopy()");
	}

	@Test
	void javaSerializationGivesAnEqualNode() throws Exception {
		for (JsonNode node : List.of(object(0), object(100), array(300))) {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
				out.writeObject(node);
			}
			try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
				assertThat(in.readObject()).isEqualTo(node);
			}
		}
	}

	@Test
	void readersSeeOrdinaryContainers() {
		assertThat(object(0).getNodeType()).isEqualTo(JsonNodeFactory.instance.objectNode().getNodeType());
		assertThat(new JsonMapper().treeToValue(object(0), ObjectNode.class)).isEqualTo(object(0));
	}

}
