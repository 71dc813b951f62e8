// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which key an injected {@link SodpState} shows. Stands on a parameter of a
 * constructor or bean method, or on a field; may be used in composed annotations.
 */
@Target({ ElementType.PARAMETER, ElementType.FIELD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface SodpKey {

	/**
	 * The key. {@code ${…}} and {@code #{…}} are resolved.
	 * @return a key such as {@code game.player}
	 */
	String value();

	/**
	 * Name of the client that watches the key; {@code ${…}} and {@code #{…}} are
	 * resolved.
	 * @return empty for the primary client
	 */
	String client() default "";

}
