// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Container annotation for several {@link SodpWatch} annotations; rarely used directly.
 */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective(SodpWatchReflectiveProcessor.class)
public @interface SodpWatches {

	/**
	 * The annotations.
	 * @return annotations, each of which becomes a watcher of its own
	 */
	SodpWatch[] value();

}
