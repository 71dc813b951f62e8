// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.validation;

import java.util.Optional;

/**
 * Checks an object beyond what its type says.
 */
@FunctionalInterface
public interface Constraints {

	/** Accepts every object. */
	Constraints NONE = (object) -> Optional.empty();

	/**
	 * Checks an object.
	 * @param object the object
	 * @return what is wrong with it and where, empty if nothing is
	 */
	Optional<String> violation(Object object);

}
