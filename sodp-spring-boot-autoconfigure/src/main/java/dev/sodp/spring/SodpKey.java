// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Specifies the key that an injected {@link SodpState} represents. Placed on a parameter
 * of a constructor or bean method, or on a field. May be used as a meta-annotation.
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SodpKey {

	/**
	 * The key. Supports property placeholders ({@code ${…}}) and SpEL expressions
	 * ({@code #{…}}).
	 * @return a key such as {@code game.player}, or a pattern such as {@code game.*} for
	 * a state of type {@code Map<String, T>}
	 */
	String value();

	/**
	 * Name of the client that watches the key. Supports property placeholders
	 * ({@code ${…}}) and SpEL expressions ({@code #{…}}).
	 * @return the name, or an empty string for the primary client
	 */
	String client() default "";

}
