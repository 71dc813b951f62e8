// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The starter in a virtual machine's class path that really lacks a library, unlike a
 * class loader that only hides it from conditions.
 */
class WithoutOptionalLibrariesTests {

	@ParameterizedTest
	@ValueSource(strings = { "reactor-core", "micrometer-", "hibernate-validator", "jakarta.validation",
			"spring-boot-health", "tomcat-embed-websocket", "spring-security-", "spring-security-oauth2-jose" })
	void watchersAndMethodsWorkWithout(String library) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader original = thread.getContextClassLoader();
		try (URLClassLoader loader = classPathWithout(library)) {
			thread.setContextClassLoader(loader);
			Callable<?> application = (Callable<?>) loader.loadClass(MinimalApplication.class.getName())
				.getDeclaredConstructor()
				.newInstance();

			assertThat(application.getClass().getClassLoader()).isSameAs(loader);
			assertThat(application.call()).isEqualTo("seen");
		}
		finally {
			thread.setContextClassLoader(original);
		}
	}

	private static URLClassLoader classPathWithout(String library) throws MalformedURLException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<URL> urls = new ArrayList<>();
		boolean found = false;
		for (String entry : classPath.split(File.pathSeparator)) {
			File file = new File(entry);
			if (file.getName().startsWith(library)) {
				found = true;
			}
			else {
				urls.add(file.toURI().toURL());
			}
		}
		assertThat(found).as("a library to leave out").isTrue();
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

}
