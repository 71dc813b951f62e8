// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.sodp.server.StateValidator;
import dev.sodp.spring.internal.Unreadable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks that the value of a key can be read as a type of the application, and that the
 * constraints of this type hold. Null can be read as any type, and has no constraints.
 * Keys without a type may have any value.
 */
public final class TypedStateValidator implements StateValidator {

	private final JsonMapper mapper;

	private final List<TypedKey> types;

	private final Constraints constraints;

	/**
	 * Creates a validator.
	 * @param mapper reads values
	 * @param types the types of keys; the first whose pattern matches a key counts
	 * @param constraints what else must hold
	 * @throws IllegalArgumentException if Jackson cannot read a type, whatever the value
	 * is, with a message without a full stop
	 */
	public TypedStateValidator(JsonMapper mapper, List<TypedKey> types, Constraints constraints) {
		this.mapper = Objects.requireNonNull(mapper, "mapper must not be null");
		this.types = List.copyOf(types);
		this.constraints = Objects.requireNonNull(constraints, "constraints must not be null");
		this.types.forEach((typed) -> checkReadable(typed.type()));
	}

	/**
	 * Null makes Jackson look at all members of a type, an object at how it is created.
	 */
	private void checkReadable(Class<?> type) {
		for (String value : List.of("null", "{}")) {
			InvalidDefinitionException problem = definitionProblem(type, value);
			if (problem != null) {
				throw new IllegalArgumentException(
						"Jackson cannot read values of " + type.getName() + ": " + problem.getOriginalMessage(),
						problem);
			}
		}
	}

	private @Nullable InvalidDefinitionException definitionProblem(Class<?> type, String value) {
		try {
			this.mapper.readerFor(type).readValue(value);
			return null;
		}
		catch (InvalidDefinitionException ex) {
			return ex;
		}
		catch (JacksonException ex) {
			// A value that a type does not take says nothing about those that it does.
			return null;
		}
	}

	@Override
	public Optional<String> validate(String key, JsonNode value) {
		for (TypedKey typed : this.types) {
			if (typed.key().matches(key)) {
				return violation(value, typed.type());
			}
		}
		return Optional.empty();
	}

	private Optional<String> violation(JsonNode value, Class<?> type) {
		Object object;
		try {
			object = this.mapper.readerFor(type).readValue(value);
		}
		catch (JacksonException ex) {
			return Optional.of(Unreadable.describe(ex));
		}
		return (object != null) ? this.constraints.violation(object) : Optional.empty();
	}

}
