// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.ValueConstants;

/**
 * Recognizes parameters for headers that no call could ever provide.
 */
public final class HeaderParameters {

	private final SortedSet<String> names;

	private final String absence;

	private final String constants;

	/**
	 * Creates a check.
	 * @param names the headers that exist
	 * @param absence what other headers are, such as "which no event has"
	 * @param constants name of the class with their constants
	 */
	public HeaderParameters(SortedSet<String> names, String absence, String constants) {
		this.names = names;
		this.absence = absence;
		this.constants = constants;
	}

	/**
	 * Checks a parameter annotated with {@link Header}.
	 * @param parameter the parameter
	 * @param header its annotation
	 * @return what is wrong with it, or null
	 */
	public @Nullable Problem one(MethodParameter parameter, Header header) {
		String name = header.name().isEmpty() ? parameter.getParameterName() : header.name();
		if (name == null) {
			return new Problem("@Header of parameter " + describe(parameter) + " has no name", "Specify the name, for"
					+ " example @Header(\"" + this.names.first() + "\"), or compile with -parameters");
		}
		boolean required = header.required() && header.defaultValue().equals(ValueConstants.DEFAULT_NONE)
				&& parameter.getParameterType() != Optional.class;
		boolean literal = !name.contains("${") && !name.contains("#{");
		if (required && literal && !this.names.contains(name)) {
			return new Problem("@Header of parameter " + describe(parameter) + " names '" + name + "', " + this.absence,
					"Use one of " + String.join(", ", this.names) + " (see " + this.constants + ")");
		}
		return null;
	}

	/**
	 * Checks a parameter annotated with
	 * {@link org.springframework.messaging.handler.annotation.Headers}.
	 * @param parameter the parameter
	 * @return what is wrong with it, or null
	 */
	public @Nullable Problem all(MethodParameter parameter) {
		Class<?> type = parameter.getParameterType();
		if (!type.isAssignableFrom(MessageHeaders.class) || !Map.class.isAssignableFrom(type)) {
			return new Problem("@Headers of parameter " + describe(parameter) + " needs a map",
					"Declare the parameter as Map<String, Object> or MessageHeaders");
		}
		return null;
	}

	/**
	 * Describes a parameter.
	 * @param parameter the parameter
	 * @return its type and name, in quotes
	 */
	public static String describe(MethodParameter parameter) {
		String name = parameter.getParameterName();
		return "'" + parameter.getParameterType().getSimpleName() + " "
				+ ((name != null) ? name : "#" + parameter.getParameterIndex()) + "'";
	}

}
