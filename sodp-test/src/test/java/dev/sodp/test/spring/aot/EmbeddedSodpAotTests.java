// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test.spring.aot;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTestAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test with a server that was processed ahead of time, as {@code process-test-aot} does
 * it, and runs in a JVM of its own.
 */
class EmbeddedSodpAotTests {

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private static final String CANDIDATE = AheadOfTimeCandidate.class.getName().replace('.', '/') + ".class";

	@TempDir
	private Path directory;

	@Test
	void serverStartsWhenTheTestRuns() throws IOException {
		processAheadOfTime();
		compile();
		assertThat(run()).contains("Starting AOT-processed").contains("1 tests successful").contains("0 tests failed");
	}

	/** Processes the candidate alone, not all tests of this module. */
	private void processAheadOfTime() throws IOException {
		Path testClass = this.directory.resolve("tests").resolve(CANDIDATE);
		Files.createDirectories(testClass.getParent());
		Files.copy(Path.of(AheadOfTimeCandidate.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.resolve(CANDIDATE), testClass);
		Settings settings = Settings.builder()
			.sourceOutput(this.directory.resolve("sources"))
			.resourceOutput(this.directory.resolve("classes"))
			.classOutput(this.directory.resolve("classes"))
			.groupId("dev.sodp")
			.artifactId("test")
			.build();
		new SpringBootTestAotProcessor(Set.of(this.directory.resolve("tests")), settings).process();
	}

	private void compile() throws IOException {
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", CLASS_PATH, "-d",
				this.directory.resolve("classes").toString()));
		try (Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

	private String run() throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-cp", this.directory.resolve("classes") + File.pathSeparator + CLASS_PATH,
				AheadOfTimeCandidate.class.getName())
			.redirectErrorStream(true)
			.start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}
