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
 * Test slice for the parts of an application that use SODP: configures the client, the
 * template and the watchers, connected to an {@link EmbeddedSodp embedded server}.
 *
 * <p>
 * Of the components that {@code @SpringBootApplication} scans for, the slice includes
 * those that have methods annotated with {@code @SodpWatch} or {@code @SodpPresence}, and
 * those that contribute to the client: connection and error listeners, customizers, token
 * providers. Their other dependencies can be added with {@link #includeFilters()} or
 * {@code @Import}, or mocked.
 *
 * <p>
 * To require tokens, also annotate the class with
 * {@code @EmbeddedSodp(requireToken = true)}.
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
	 * @return properties in the form {@code key=value}
	 */
	String[] properties() default {};

	/**
	 * Whether to include the components described above by default.
	 * @return false to include only those that match {@link #includeFilters()}
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Filters for components to include in addition to the default ones.
	 * @return filters, at least one of which must match
	 */
	Filter[] includeFilters() default {};

	/**
	 * Filters for components to exclude.
	 * @return filters, none of which may match
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Auto-configurations to exclude.
	 * @return the classes to exclude
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
