// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;

import dev.sodp.test.EmbeddedSodp;
import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Finds {@link EmbeddedSodp} annotations on test classes.
 */
final class EmbeddedSodpContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		EmbeddedSodp annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, EmbeddedSodp.class);
		return (annotation != null) ? EmbeddedSodpContextCustomizer.of(annotation) : null;
	}

}
