// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * Turns Java values into state values; {@link ValueConverter} is the way back.
 *
 * <p>
 * May be used by several threads.
 */
public final class TreeWriter {

	private final @Nullable JsonMapper mapper;

	/**
	 * Creates a writer.
	 * @param mapper writes what is no tree yet; null for the one that Jackson shares,
	 * which is made when it is first needed, because that takes time
	 */
	public TreeWriter(@Nullable JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * The mapper this writer uses.
	 * @return the one it was given, else Jackson's
	 */
	public JsonMapper mapper() {
		return (this.mapper != null) ? this.mapper : JsonMapper.shared();
	}

	/**
	 * Turns a Java value into a state value.
	 * @param value a tree, or whatever the mapper can write
	 * @return an {@linkplain Values#immutable immutable} tree; the null node for null,
	 * whatever the mapper makes of it
	 * @throws InvalidValueException if part of the value cannot travel without loss
	 * @throws tools.jackson.core.JacksonException if the mapper cannot write it
	 */
	public JsonNode write(@Nullable Object value) {
		if (value == null) {
			return NullNode.getInstance();
		}
		return Values.immutable((value instanceof JsonNode node) ? node : mapper().valueToTree(value));
	}

}
