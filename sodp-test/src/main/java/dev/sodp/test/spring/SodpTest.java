// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.sodp.test.EmbeddedSodp;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Tests what an application does with SODP and nothing else: a slice with the client, the
 * template and the watchers, connected to an {@link EmbeddedSodp embedded server}.
 *
 * <p>
 * Of the components that {@code @SpringBootApplication} scans for, those are loaded that
 * have methods annotated with {@code @SodpWatch} or {@code @SodpPresence}, and those that
 * take part in the client: connection and error listeners, customizers, token providers.
 * What these need beside that is added with {@link #includeFilters()}, with
 * {@code @Import}, or mocked.
 *
 * <p>
 * To ask for tokens, annotate the class with {@code @EmbeddedSodp(requireToken = true)}
 * too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(SodpTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(SodpTypeExcludeFilter.class)
@AutoConfigureSodp
@ImportAutoConfiguration
@EmbeddedSodp
public @interface SodpTest {

	/**
	 * Properties to add to the environment before the test runs.
	 * @return each in the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether to load the components named above.
	 * @return false to load only those of {@link #includeFilters()}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Components to load beside the default ones.
	 * @return filters, one of which must match
	 */
	Filter[] includeFilters() default {};

	/**
	 * Components not to load.
	 * @return filters, none of which may match
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations not to import.
	 * @return the classes
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
