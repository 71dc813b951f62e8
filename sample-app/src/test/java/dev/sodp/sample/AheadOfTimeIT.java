// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The packaged application in its own process, started from what was computed ahead of
 * time.
 */
class AheadOfTimeIT {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient http = HttpClient.newHttpClient();

	private Path log;

	private Process application;

	@BeforeEach
	void start(@TempDir Path folder) throws IOException {
		this.log = folder.resolve("log");
		this.application = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
				"-Dspring.aot.enabled=true", "-jar", "target/sample-app.jar", "--server.port=0",
				"--sodp.server.persistence.directory=" + folder.resolve("state"))
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	@AfterEach
	void stop() throws InterruptedException {
		this.application.destroy();
		assertThat(this.application.waitFor(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void whatIsWrittenIsWatchedAndTheApplicationIsHealthy() throws Exception {
		await().atMost(Duration.ofMinutes(1)).until(() -> log().contains("Started SampleApplication"));
		assertThat(log()).contains("Starting AOT-processed SampleApplication");

		assertThat(send("POST", "/score/42")).contains("\"ok\":true");

		await().untilAsserted(() -> assertThat(send("GET", "/score")).isEqualTo("42"));
		await().untilAsserted(() -> assertThat(log()).contains("game.score is 42"));
		await().untilAsserted(() -> assertThat(send("GET", "/actuator/health")).contains("\"state\":\"RESTORED\"")
			.endsWith("\"status\":\"UP\"}"));
	}

	private String send(String method, String path) throws IOException, InterruptedException {
		Matcher port = PORT.matcher(log());
		assertThat(port.find()).isTrue();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port.group(1) + path))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		return this.http.send(request, HttpResponse.BodyHandlers.ofString()).body();
	}

	private String log() throws IOException {
		return Files.readString(this.log);
	}

}
