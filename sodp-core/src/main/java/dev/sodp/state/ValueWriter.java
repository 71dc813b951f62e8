// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.TreeBuildingGenerator;
import tools.jackson.databind.ser.SerializationContextExt;

/**
 * Turns Java values into state values with Jackson. Objects that refer to each other, or
 * that are nested too deeply, are refused instead of followed to the end of the stack.
 *
 * <p>
 * All methods are thread-safe as long as no thread modifies the given values meanwhile.
 */
public final class ValueWriter {

	private ValueWriter() {
	}

	/**
	 * Writes a value as what its class makes of it.
	 * @param value any value that Jackson can write, a tree, or a {@link TypedValue}
	 * @param mapper writes it
	 * @return the value, immutable
	 * @throws InvalidValueException if it has no representation in the protocol, see
	 * {@link Values#immutable}, refers to itself, or is nested too deeply
	 * @throws JacksonException if Jackson cannot write it
	 */
	public static JsonNode write(@Nullable Object value, JsonMapper mapper) {
		return (value instanceof TypedValue typed) ? write(typed.value(), typed.type(), mapper)
				: write(value, null, mapper);
	}

	/**
	 * Writes a value as one of a declared type, so that what was written can be read as
	 * that type. This matters where Jackson adds the name of a class to the value: it
	 * does so for the elements of a {@code List<Animal>}, but cannot know that a mere
	 * {@code List} holds animals.
	 * @param value any value of the type that Jackson can write, or a tree
	 * @param type the declared type, {@code null} if it is not known
	 * @param mapper writes it
	 * @return the value, immutable
	 * @throws InvalidValueException like {@link #write(Object, JsonMapper)}
	 * @throws JacksonException if Jackson cannot write it
	 */
	public static JsonNode write(@Nullable Object value, @Nullable Type type, JsonMapper mapper) {
		if (value == null) {
			return NullNode.getInstance();
		}
		return Values.immutable((value instanceof JsonNode tree) ? tree : tree(value, type, mapper));
	}

	private static JsonNode tree(Object value, @Nullable Type type, JsonMapper mapper) {
		SerializationContextExt context = mapper._serializationContext();
		ObjectWriter writer = mapper.writer().without(SerializationFeature.FAIL_ON_SELF_REFERENCES);
		if (type != null) {
			writer = writer.forType(typeOf(value, mapper.constructType(type), mapper, context));
		}
		TreeBuildingGenerator builder = TreeBuildingGenerator.forSerialization(context,
				mapper.serializationConfig().getNodeFactory());
		try {
			writer.writeValue(new BoundedGenerator(builder), value);
		}
		catch (JacksonException ex) {
			throw (ex.getCause() instanceof InvalidValueException invalid) ? invalid : ex;
		}
		catch (StackOverflowError ex) {
			throw new InvalidValueException("", "cannot be written, because " + value.getClass().getName()
					+ " calls itself without end when it is");
		}
		return builder.treeBuilt();
	}

	/**
	 * The type to write a value as. Jackson leaves out what a declared class does not
	 * have, so a value of a subclass is written as the subclass, with the parameters of
	 * the declared type, unless the declared type is one that names its subclasses. A
	 * part of a value may be of another type than the rest.
	 */
	private static JavaType typeOf(Object value, JavaType declared, JsonMapper mapper,
			SerializationContextExt context) {
		Class<?> actual = value.getClass();
		if (!declared.getRawClass().isAssignableFrom(actual)) {
			return mapper.constructType(actual);
		}
		if (declared.isContainerType() || declared.isReferenceType() || declared.hasRawClass(actual)
				|| context.findTypeSerializer(declared) != null) {
			return declared;
		}
		return declared.hasGenericTypes() ? mapper.getTypeFactory().constructSpecializedType(declared, actual)
				: mapper.constructType(actual);
	}

}
