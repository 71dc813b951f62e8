// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import java.util.List;
import java.util.Optional;

import dev.sodp.server.StateValidator;
import tools.jackson.databind.JsonNode;

/**
 * Several validators that must all accept a value. The first one that refuses it says
 * why.
 */
public final class CompositeStateValidator implements StateValidator {

	private final List<StateValidator> validators;

	/**
	 * Creates a validator.
	 * @param validators those to ask, in this order
	 */
	public CompositeStateValidator(List<? extends StateValidator> validators) {
		this.validators = List.copyOf(validators);
	}

	@Override
	public Optional<String> validate(String key, JsonNode value) {
		for (StateValidator validator : this.validators) {
			Optional<String> violation = validator.validate(key, value);
			if (violation.isPresent()) {
				return violation;
			}
		}
		return Optional.empty();
	}

}
