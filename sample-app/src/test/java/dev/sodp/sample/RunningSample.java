package dev.sodp.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample, started as its {@code main} method would, and driven from outside over
 * HTTP.
 */
final class RunningSample implements AutoCloseable {

	static final int ANY_PORT = 0;

	static {
		// Whole applications start and stop here, perhaps on a busy machine.
		Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
	}

	private static final HttpClient http = HttpClient.newHttpClient();

	private final ConfigurableApplicationContext context;

	private final int port;

	private RunningSample(List<String> arguments) {
		this.context = new SpringApplicationBuilder(SampleApplication.class).run(arguments.toArray(String[]::new));
		this.port = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	static RunningSample server(int port) {
		return new RunningSample(List.of("--server.port=" + port));
	}

	static RunningSample client(int serverPort, String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=" + ANY_PORT, "--sodp.server.enabled=false", "--sodp.url=" + sodpUrl(serverPort),
						"--sodp.reconnect.delay=100ms", "--sodp.reconnect.max-delay=200ms"));
		all.addAll(List.of(arguments));
		return new RunningSample(all);
	}

	static String sodpUrl(int port) {
		return "ws://localhost:" + port + "/sodp";
	}

	int port() {
		return this.port;
	}

	String sodpUrl() {
		return sodpUrl(this.port);
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).GET().build(), BodyHandlers.ofString());
	}

	HttpResponse<String> post(String path) {
		return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build(),
				BodyHandlers.ofString());
	}

	/** The {@code sodp} part of the health endpoint. */
	JsonNode health() {
		return json(get("/actuator/health")).at("/components/sodp");
	}

	/** Opens the feed of the page. */
	LivePage openPage() {
		HttpRequest request = HttpRequest.newBuilder(uri("/live")).header("Accept", "text/event-stream").build();
		return new LivePage(send(request, BodyHandlers.ofLines()));
	}

	static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

	/** Ends the application in order; does nothing if it has ended. */
	void stop() {
		this.context.close();
	}

	@Override
	public void close() {
		stop();
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
		try {
			return http.send(request, body);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
