package dev.sodp.sample;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import tools.jackson.databind.node.MissingNode;

/**
 * What a browser would know from the feed: the view that came last.
 */
final class LivePage implements AutoCloseable {

	private final HttpResponse<Stream<String>> response;

	private final CompletableFuture<Void> end;

	private volatile JsonNode view = MissingNode.getInstance();

	LivePage(HttpResponse<Stream<String>> response) {
		this.response = response;
		this.end = CompletableFuture.runAsync(() -> response.body().forEach(this::onLine));
	}

	/** The view that came last, a missing node before the first. */
	JsonNode view() {
		return this.view;
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
		}
	}

}
