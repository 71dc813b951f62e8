// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a browser would know from the feed: the view that came last.
 */
final class LivePage implements AutoCloseable {

	private static final HttpClient http = HttpClient.newHttpClient();

	private final HttpResponse<Stream<String>> response;

	private final CompletableFuture<Void> end;

	private volatile JsonNode view = MissingNode.getInstance();

	private final AtomicInteger views = new AtomicInteger();

	private LivePage(HttpResponse<Stream<String>> response) {
		this.response = response;
		this.end = CompletableFuture.runAsync(() -> response.body().forEach(this::onLine));
	}

	/** Opens the feed of the page of an instance. */
	static LivePage open(int port) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/live"))
			.header("Accept", "text/event-stream")
			.build();
		try {
			return new LivePage(http.send(request, BodyHandlers.ofLines()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** The view that came last, a missing node before the first. */
	JsonNode view() {
		return this.view;
	}

	/** Number of views that have come. */
	int views() {
		return this.views.get();
	}

	/** HTTP ports of the instances that the page shows. */
	List<Integer> ports() {
		return this.view.at("/instances").valueStream().map((instance) -> instance.at("/port").asInt()).toList();
	}

	String contentType() {
		return this.response.headers().firstValue("Content-Type").orElse("");
	}

	/** Completes when the server has ended the feed. */
	CompletableFuture<Void> end() {
		return this.end;
	}

	@Override
	public void close() {
		this.response.body().close();
	}

	private void onLine(String line) {
		if (line.startsWith("data:")) {
			this.view = JsonMapper.shared().readTree(line.substring("data:".length()));
			this.views.incrementAndGet();
		}
	}

}
