// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

import dev.sodp.spring.internal.JsonMembers;
import dev.sodp.spring.internal.JsonPointers;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

/**
 * Constraints of Bean Validation. Violations are reported at the place in the JSON value,
 * where members may have other names than in Java.
 */
public final class BeanConstraints implements Constraints {

	private final Validator validator;

	private final JsonMapper mapper;

	/**
	 * Creates constraints.
	 * @param validator checks objects
	 * @param mapper knows the names of their properties in JSON
	 */
	public BeanConstraints(Validator validator, JsonMapper mapper) {
		this.validator = Objects.requireNonNull(validator, "validator must not be null");
		this.mapper = Objects.requireNonNull(mapper, "mapper must not be null");
	}

	/** Of several violations the same one is always reported. */
	@Override
	public Optional<String> violation(Object object) {
		JavaType root = this.mapper.constructType(object.getClass());
		return this.validator.validate(object)
			.stream()
			.map((violation) -> describe(violation, root))
			.min(Comparator.naturalOrder());
	}

	private String describe(ConstraintViolation<?> violation, JavaType root) {
		String pointer = "";
		JavaType type = root;
		for (Path.Node node : violation.getPropertyPath()) {
			if (node.isInIterable()) {
				Object place = (node.getIndex() != null) ? node.getIndex() : node.getKey();
				pointer = (place != null) ? JsonPointers.below(pointer, place.toString()) : pointer;
				type = (type != null) ? type.getContentType() : null;
			}
			if (node.getKind() == ElementKind.PROPERTY && node.getName() != null) {
				BeanPropertyDefinition property = JsonMembers.find(this.mapper, type, node.getName());
				pointer = JsonPointers.below(pointer, (property != null) ? property.getName() : node.getName());
				type = (property != null) ? property.getPrimaryType() : null;
			}
		}
		return JsonPointers.orRoot(pointer) + ": " + violation.getMessage();
	}

}
