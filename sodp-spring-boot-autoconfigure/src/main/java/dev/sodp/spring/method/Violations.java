// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sodp.spring.internal.JsonMembers;
import dev.sodp.spring.internal.JsonPointers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.InvalidPropertyException;
import org.springframework.core.MethodParameter;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Validates arguments. Violations are reported at the place in the JSON, where members
 * may have other names than in Java.
 */
final class Violations {

	/** A property, or a place in a list or map. */
	private static final Pattern STEP = Pattern.compile("\\[([^]]*)]|([^.\\[]+)");

	private final JsonMapper mapper;

	private final @Nullable Validator validator;

	Violations(JsonMapper mapper, @Nullable Validator validator) {
		this.mapper = mapper;
		this.validator = validator;
	}

	/**
	 * Returns the groups to validate, or null if a parameter is not to be validated.
	 */
	static Object @Nullable [] hints(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return hints;
			}
		}
		return null;
	}

	/** Of several violations the same one is always reported; null if there is none. */
	@Nullable String find(MethodParameter parameter, Object arguments) {
		Object[] hints = hints(parameter);
		if (hints == null || this.validator == null) {
			return null;
		}
		Errors errors = new Errors(arguments);
		if (this.validator instanceof SmartValidator smart) {
			smart.validate(arguments, errors, hints);
		}
		else {
			this.validator.validate(arguments, errors);
		}
		return errors.getAllErrors()
			.stream()
			.map((error) -> describe(error, arguments.getClass()))
			.min(Comparator.naturalOrder())
			.orElse(null);
	}

	private String describe(ObjectError error, Class<?> root) {
		String field = (error instanceof FieldError member) ? member.getField() : "";
		String message = error.getDefaultMessage();
		return JsonPointers.orRoot(place(field, this.mapper.constructType(root))) + ": "
				+ ((message != null) ? message : "is not valid");
	}

	private String place(String field, JavaType root) {
		String place = "";
		JavaType type = root;
		Matcher step = STEP.matcher(field);
		while (step.find()) {
			String name = step.group(2);
			if (name != null) {
				BeanPropertyDefinition member = JsonMembers.find(this.mapper, type, name);
				place = JsonPointers.below(place, (member != null) ? member.getName() : name);
				type = (member != null) ? member.getPrimaryType() : null;
			}
			else {
				place = JsonPointers.below(place, step.group(1));
				type = (type != null) ? type.getContentType() : null;
			}
		}
		return place;
	}

	/** Also for objects whose fields have no accessors. */
	private static final class Errors extends BeanPropertyBindingResult {

		private static final long serialVersionUID = 1L;

		Errors(Object arguments) {
			super(arguments, "arguments");
		}

		@Override
		protected @Nullable Object getActualFieldValue(String field) {
			try {
				return super.getActualFieldValue(field);
			}
			catch (InvalidPropertyException ex) {
				return null;
			}
		}

	}

}
