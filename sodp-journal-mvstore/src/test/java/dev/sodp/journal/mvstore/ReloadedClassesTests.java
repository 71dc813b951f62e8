// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.JournalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A restart within the process and with new classes, as Spring Boot's DevTools does it.
 */
class ReloadedClassesTests {

	@TempDir
	Path directory;

	@Test
	void aRestartWithNewClassesFindsTheLockFreeAndTheStateThere() throws Exception {
		for (int start = 0; start < 3; start++) {
			try (NewClasses classes = new NewClasses()) {
				assertThat(classes.load(Application.class)).isNotSameAs(Application.class);
				AutoCloseable application = classes.start(this.directory);
				assertThat(application).hasToString("starts before this one: " + start);
				application.close();
			}
		}
	}

	@Test
	void theClassesBeforeARestartKeepOutThoseAfterItWhileTheyAreInUse() throws Exception {
		try (NewClasses before = new NewClasses(); NewClasses after = new NewClasses()) {
			AutoCloseable application = before.start(this.directory);
			assertThatExceptionOfType(InvocationTargetException.class).isThrownBy(() -> after.start(this.directory))
				.withStackTraceContaining(JournalException.class.getName())
				.withStackTraceContaining("this process");
			application.close();
			after.start(this.directory).close();
		}
	}

	/** Counts its starts. Loaded anew with everything below it. */
	static final class Application implements AutoCloseable {

		private final SodpServer server;

		private final int starts;

		private Application(Path directory) {
			this.server = SodpServer.builder()
				.journal(() -> MvStoreJournal.builder(directory).lockTimeout(Duration.ZERO).build())
				.build();
			this.starts = this.server.get("starts").map((starts) -> starts.value().intValue()).orElse(0);
			this.server.set("starts", this.starts + 1);
		}

		/**
		 * Starts it.
		 * @param directory where its state is
		 * @return the application
		 */
		static AutoCloseable start(Path directory) {
			return new Application(directory);
		}

		@Override
		public void close() {
			this.server.close();
		}

		@Override
		public String toString() {
			return "starts before this one: " + this.starts;
		}

	}

	/** The class path once more; only the JDK is shared. */
	private static final class NewClasses implements AutoCloseable {

		private final URLClassLoader loader;

		NewClasses() {
			URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.map(NewClasses::url)
				.toArray(URL[]::new);
			this.loader = new URLClassLoader("new classes", classPath, ClassLoader.getPlatformClassLoader());
		}

		private static URL url(String path) {
			try {
				return Path.of(path).toUri().toURL();
			}
			catch (MalformedURLException ex) {
				throw new IllegalArgumentException(path, ex);
			}
		}

		Class<?> load(Class<?> type) throws ClassNotFoundException {
			return this.loader.loadClass(type.getName());
		}

		AutoCloseable start(Path directory) throws ReflectiveOperationException {
			Method start = load(Application.class).getDeclaredMethod("start", Path.class);
			start.setAccessible(true);
			return (AutoCloseable) start.invoke(null, directory);
		}

		@Override
		public void close() throws IOException {
			this.loader.close();
		}

	}

}
