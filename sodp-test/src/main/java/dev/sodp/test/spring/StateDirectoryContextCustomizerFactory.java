// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.util.ClassUtils;

/**
 * Applies a {@link StateDirectoryContextCustomizer} to all tests of applications that can
 * host a server.
 */
final class StateDirectoryContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> attributes) {
		return ClassUtils.isPresent("dev.sodp.boot.SodpConnectionDetails", testClass.getClassLoader())
				? new StateDirectoryContextCustomizer() : null;
	}

}
