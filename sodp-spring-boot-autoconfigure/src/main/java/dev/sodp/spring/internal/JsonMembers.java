// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Members of JSON objects for properties of Java, which may have other names.
 */
public final class JsonMembers {

	private JsonMembers() {
	}

	/**
	 * Searches for the member that a property is read from.
	 * @param mapper the mapper that reads it
	 * @param type type of the object; null if it is not known
	 * @param property name of the property in Java
	 * @return the member with its name and type, or null if there is none
	 */
	public static @Nullable BeanPropertyDefinition find(JsonMapper mapper, @Nullable JavaType type, String property) {
		if (type == null) {
			return null;
		}
		ClassIntrospector introspector = mapper.deserializationConfig().classIntrospectorInstance();
		return introspector.introspectForDeserialization(type, introspector.introspectClassAnnotations(type))
			.findProperties()
			.stream()
			.filter((member) -> member.getInternalName().equals(property))
			.findFirst()
			.orElse(null);
	}

}
