// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.startup;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/**
 * The {@link EmptyApplication} on one class path, in a jar of its own, as class data
 * archives want it.
 */
final class PreparedApplication {

	private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

	private final Path directory;

	private final String libraries;

	private final List<String> options = new ArrayList<>();

	PreparedApplication(Path directory, String libraries, Mode mode) throws IOException {
		this.directory = directory;
		this.libraries = libraries;
		pack(Path.of(EmptyApplication.class.getProtectionDomain().getCodeSource().getLocation().getPath()),
				"dev/sodp/boot/startup");
		if (mode.isProcessed()) {
			processAheadOfTime();
			this.options.add("-Dspring.aot.enabled=true");
		}
		if (mode.isArchived()) {
			Path archive = this.directory.resolve("classes.jsa");
			run(List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
			this.options.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on"));
		}
	}

	Sample start() throws IOException {
		return Sample.in(run(this.options));
	}

	private void processAheadOfTime() throws IOException {
		Path sources = this.directory.resolve("sources");
		Path classes = this.directory.resolve("classes");
		execute(List.of(JAVA.toString(), "-cp", classPath(), "org.springframework.boot.SpringApplicationAotProcessor",
				EmptyApplication.class.getName(), sources.toString(), classes.toString(), classes.toString(),
				"dev.sodp", "startup"));
		List<String> arguments = new ArrayList<>(
				List.of("-nowarn", "-proc:none", "-cp", classPath(), "-d", classes.toString()));
		files(sources).forEach((source) -> arguments.add(source.toString()));
		if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
			throw new IllegalStateException("What was generated does not compile");
		}
		Path application = Path
			.of(EmptyApplication.class.getProtectionDomain().getCodeSource().getLocation().getPath());
		for (Path own : files(application.resolve("dev/sodp/boot/startup"))) {
			Path copy = classes.resolve(application.relativize(own).toString());
			Files.createDirectories(copy.getParent());
			Files.copy(own, copy);
		}
		pack(classes, "");
	}

	private void pack(Path root, String part) throws IOException {
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(this.directory.resolve("app.jar")))) {
			for (Path file : files(root.resolve(part))) {
				jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, jar);
			}
		}
	}

	private static List<Path> files(Path root) throws IOException {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter(Files::isRegularFile).toList();
		}
	}

	private String classPath() {
		return this.libraries + File.pathSeparator + this.directory.resolve("app.jar");
	}

	private String run(List<String> jvmOptions) throws IOException {
		List<String> command = new ArrayList<>(List.of(JAVA.toString()));
		command.addAll(jvmOptions);
		command.addAll(List.of("-cp", classPath(), EmptyApplication.class.getName()));
		return execute(command);
	}

	private static String execute(List<String> command) throws IOException {
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IllegalStateException("Failed: " + command + "\n" + output);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return output;
	}

}
