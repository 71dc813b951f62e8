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
 * Turns Java values into state values; {@link ValueConverter} is the way back. Objects
 * that refer to each other, or that are nested too deeply, are refused instead of
 * followed to the end of the stack.
 *
 * <p>
 * Thread-safe as long as no thread modifies the given values meanwhile.
 */
public final class TreeWriter {

	private final @Nullable JsonMapper mapper;

	/**
	 * Made by the first value that is not a tree, and kept because making it copies the
	 * mapper's configuration.
	 */
	private volatile @Nullable ObjectWriter writer;

	/**
	 * Creates a writer.
	 * @param mapper writes values that are not trees; null for the one that Jackson
	 * shares, which is created when it is first needed, because that takes time
	 */
	public TreeWriter(@Nullable JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Returns the mapper that this writer uses.
	 * @return the one it was given, else Jackson's
	 */
	public JsonMapper mapper() {
		return (this.mapper != null) ? this.mapper : JsonMapper.shared();
	}

	/**
	 * Writes a value as what its class makes of it.
	 * @param value a tree, a {@link TypedValue}, or any other value that the mapper can
	 * write
	 * @return an {@linkplain Values#immutable immutable} tree; the null node for null,
	 * whatever the mapper makes of it
	 * @throws InvalidValueException if it has no representation in the protocol, refers
	 * to itself, or is nested too deeply
	 * @throws JacksonException if the mapper cannot write it
	 */
	public JsonNode write(@Nullable Object value) {
		return write(value, null);
	}

	/**
	 * Writes a value as one of a declared type, so that what was written can be read as
	 * that type. This matters where Jackson adds the name of a class to the value: it
	 * does so for the elements of a {@code List<Animal>}, but cannot know that a mere
	 * {@code List} holds animals.
	 * @param value a tree, any value of the type that the mapper can write, or a
	 * {@link TypedValue}, whose own type counts
	 * @param type the declared type, {@code null} if it is not known
	 * @return like {@link #write(Object)}
	 * @throws InvalidValueException like {@link #write(Object)}
	 * @throws JacksonException if the mapper cannot write it
	 */
	public JsonNode write(@Nullable Object value, @Nullable Type type) {
		if (value == null) {
			return NullNode.getInstance();
		}
		if (value instanceof TypedValue typed) {
			return write(typed.value(), typed.type());
		}
		return Values.immutable((value instanceof JsonNode tree) ? tree : tree(value, type));
	}

	private JsonNode tree(Object value, @Nullable Type type) {
		String mistake = Mistakes.inWhole(value.getClass());
		if (mistake != null) {
			throw new InvalidValueException("", mistake);
		}
		JsonMapper mapper = mapper();
		SerializationContextExt context = mapper._serializationContext();
		ObjectWriter writer = writer();
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
	 * Without Jackson's own check, which sees only an object that refers to itself
	 * directly.
	 */
	private ObjectWriter writer() {
		ObjectWriter current = this.writer;
		if (current == null) {
			current = mapper().writer().without(SerializationFeature.FAIL_ON_SELF_REFERENCES);
			this.writer = current;
		}
		return current;
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
