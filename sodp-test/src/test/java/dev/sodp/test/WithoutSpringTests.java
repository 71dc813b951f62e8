// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

/**
 * Runs tests on a class path that has JUnit, but no jar of Spring and nothing of ours
 * that needs it.
 */
class WithoutSpringTests {

	private static final String[] ABSENT = { "spring-", "sodp-spring-" };

	@Test
	void extensionWorksWithoutSpring() throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader withoutSpring = classLoader()) {
			thread.setContextClassLoader(withoutSpring);
			assertThatExceptionOfType(ClassNotFoundException.class)
				.isThrownBy(() -> withoutSpring.loadClass("org.springframework.core.SpringVersion"));
			Callable<?> run = (Callable<?>) withoutSpring.loadClass(Run.class.getName())
				.getDeclaredConstructor()
				.newInstance();
			assertThat(run.getClass()).isNotEqualTo(Run.class);
			assertThat(run.call()).isEqualTo("4 passed, 0 failed");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	private static URLClassLoader classLoader() {
		URL[] urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.filter((entry) -> !isOfSpring(entry))
			.map(WithoutSpringTests::url)
			.toArray(URL[]::new);
		return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
	}

	private static boolean isOfSpring(File entry) {
		// In a build of all modules ours are directories.
		File module = entry.getName().equals("classes") ? entry.getParentFile().getParentFile() : entry;
		return Arrays.stream(ABSENT).anyMatch(module.getName()::startsWith);
	}

	private static URL url(File entry) {
		try {
			return entry.toURI().toURL();
		}
		catch (MalformedURLException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	/** Made and called in the class loader that has no Spring. */
	public static final class Run implements Callable<String> {

		@Override
		public String call() {
			SummaryGeneratingListener summary = new SummaryGeneratingListener();
			LauncherFactory.create()
				.execute(LauncherDiscoveryRequestBuilder.request()
					.selectors(selectClass(EmbeddedSodpTests.class))
					.build(), summary);
			summary.getSummary().getFailures().forEach((failure) -> failure.getException().printStackTrace());
			return summary.getSummary().getTestsSucceededCount() + " passed, "
					+ summary.getSummary().getTotalFailureCount() + " failed";
		}

	}

}
