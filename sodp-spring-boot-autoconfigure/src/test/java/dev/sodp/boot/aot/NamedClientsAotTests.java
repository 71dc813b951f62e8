// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.aot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients beside the primary one in an application that was processed ahead of time, as
 * {@code process-aot} does it, and runs in a JVM of its own.
 */
class NamedClientsAotTests {

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	@TempDir
	static Path directory;

	@BeforeAll
	static void processAheadOfTime() throws IOException {
		Settings settings = Settings.builder()
			.sourceOutput(directory.resolve("sources"))
			.resourceOutput(directory.resolve("classes"))
			.classOutput(directory.resolve("classes"))
			.groupId("dev.sodp")
			.artifactId("test")
			.build();
		new SpringApplicationAotProcessor(NamedClientsApplication.class, settings, new String[0]).process();
		List<String> arguments = new ArrayList<>(
				List.of("-nowarn", "-proc:none", "-cp", CLASS_PATH, "-d", directory.resolve("classes").toString()));
		try (Stream<Path> sources = Files.walk(directory.resolve("sources"))) {
			sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

	private static String run(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
						"-cp", directory.resolve("classes") + File.pathSeparator + CLASS_PATH,
						NamedClientsApplication.class.getName()));
		command.addAll(List.of(properties));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void clientsAndTheirQualifiersAreThere() throws IOException {
		assertThat(run()).contains("Starting AOT-processed NamedClientsApplication")
			.contains(NamedClientsApplication.MARK + "[primary, games]Injected[primary=ws://localhost:7777, "
					+ "games=ws://127.0.0.1:1/games, sameClient=true]");
	}

	@Test
	void aClientThatWasNotThereThenIsRefused() throws IOException {
		assertThat(run("--sodp.clients.late.url=ws://127.0.0.1:1"))
			.contains("The property 'sodp.clients.late.url' is 'ws://127.0.0.1:1'")
			.contains("the application was processed ahead of time without a client of this name")
			.contains("Repeat the ahead-of-time processing with this property, or remove the property.");
	}

}
