// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Logs in to an application with a form, and keeps the cookie.
 */
final class Browser {

	private final String address;

	private final HttpClient http = HttpClient.newHttpClient();

	private String cookie = "";

	Browser(ConfigurableApplicationContext host) {
		this.address = "localhost:" + Hosts.port(host);
	}

	Browser login() throws IOException, InterruptedException {
		assertThat(post("/login", "username=user&password=password")).isEqualTo(200);
		assertThat(this.cookie).isNotEmpty();
		return this;
	}

	void logout() throws IOException, InterruptedException {
		assertThat(post("/logout", "")).isEqualTo(200);
	}

	/** Whether the user is still logged in; counts as use of the HTTP session. */
	boolean isLoggedIn() throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + this.address + "/anything"));
		return send(request.GET()) == 404;
	}

	String cookie() {
		return this.cookie;
	}

	URI endpoint() {
		return URI.create("ws://" + this.address + "/sodp");
	}

	RawSocket open() {
		return RawSocket.openWith(Map.of("Cookie", this.cookie), endpoint());
	}

	private int post(String path, String body) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + this.address + path))
			.header("Content-Type", "application/x-www-form-urlencoded");
		return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
		if (!this.cookie.isEmpty()) {
			request.header("Cookie", this.cookie);
		}
		HttpResponse<Void> response = this.http.send(request.build(), HttpResponse.BodyHandlers.discarding());
		response.headers()
			.firstValue("Set-Cookie")
			.map((header) -> header.substring(0, header.indexOf(';')))
			.filter((header) -> !header.endsWith("="))
			.ifPresent((header) -> this.cookie = header);
		return response.statusCode();
	}

}
