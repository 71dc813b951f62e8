// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.util.FileSystemUtils;

/**
 * Gives an application that stores the state of its server a directory of its own, which
 * is removed with the context. A directory belongs to one server at a time, while cached
 * contexts are open side by side; and no test is to find what another one, or the
 * developer's running application, has stored.
 */
record StateDirectoryContextCustomizer() implements ContextCustomizer {

	static final String DIRECTORY_PROPERTY = "sodp.server.persistence.directory";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		Path directory = Path.of(System.getProperty("java.io.tmpdir"), "sodp-test-" + UUID.randomUUID());
		TestProperties.addOverriding(context,
				new MapPropertySource("sodpStateDirectory", Map.of(DIRECTORY_PROPERTY, directory.toString())));
		if (context.getBeanFactory() instanceof DefaultSingletonBeanRegistry registry) {
			// Registered first, it is destroyed last: after the server.
			registry.registerDisposableBean("sodpStateDirectory", () -> remove(directory));
		}
	}

	private static void remove(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot remove " + directory, ex);
		}
	}

}
