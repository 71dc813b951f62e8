// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.core.type.TypeReference;

/** A value that names its class, if its container says that it holds such values. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Animal.Dog.class, name = "dog"))
public interface Animal {

	/** What a list alone does not know. */
	TypeReference<List<Animal>> LIST = new TypeReference<>() {
	};

	/**
	 * The only animal.
	 *
	 * @param bones how many it has
	 */
	record Dog(int bones) implements Animal {
	}

}
