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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authentication by JWT in an application that was processed ahead of time and runs in a
 * JVM of its own.
 */
class TokensAotTests {

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	private static final String SECRET = "--sodp.server.auth.jwt.secret=";

	@TempDir
	private Path directory;

	private void processAheadOfTime(String... properties) throws IOException {
		Settings settings = Settings.builder()
			.sourceOutput(this.directory.resolve("sources"))
			.resourceOutput(this.directory.resolve("classes"))
			.classOutput(this.directory.resolve("classes"))
			.groupId("dev.sodp")
			.artifactId("test")
			.build();
		new SpringApplicationAotProcessor(TokensApplication.class, settings, properties).process();
		List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-cp", CLASS_PATH, "-d",
				this.directory.resolve("classes").toString()));
		try (Stream<Path> sources = Files.walk(this.directory.resolve("sources"))) {
			sources.filter(Files::isRegularFile).map(Path::toString).forEach(arguments::add);
		}
		assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
			.isZero();
	}

	private String run(String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Dspring.aot.enabled=true",
						"-cp", this.directory.resolve("classes") + File.pathSeparator + CLASS_PATH,
						TokensApplication.class.getName()));
		command.addAll(List.of(properties));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Test
	void theSecretMayBeAnotherThanWhenProcessed() throws IOException {
		processAheadOfTime(SECRET + "x".repeat(32));

		assertThat(run(SECRET + "y".repeat(32))).contains("Starting AOT-processed TokensApplication")
			.contains(TokensApplication.MARK + "[sodpAuthenticator]");
		assertThat(run(SECRET + "short")).contains("The property 'sodp.server.auth.jwt.secret' is '******'");
	}

	@Test
	void aServerThatWasProcessedWithoutTokensDoesNotStartWithThem() throws IOException {
		processAheadOfTime();

		assertThat(run()).contains(TokensApplication.MARK + "[]");
		assertThat(run(SECRET + "y".repeat(32)))
			.contains("the application was processed ahead of time without any property below it")
			.contains("Repeat the ahead-of-time processing")
			.doesNotContain(TokensApplication.MARK);
	}

}
