// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.beans.factory.annotation.Value;

/**
 * Injects the port of the server started by {@link dev.sodp.test.EmbeddedSodp}; a
 * shortcut for {@code @Value("${local.sodp.port}")}.
 */
@Target({ ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Value("${" + EmbeddedSodpContextCustomizer.PORT_PROPERTY + "}")
public @interface LocalSodpPort {

}
