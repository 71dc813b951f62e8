// SPDX-License-Identifier: Apache-2.0

package dev.sodp.docs;

import java.net.CookieManager;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.sodp.client.ConnectionState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The example of a page behind a form login: the users of the page, and what they may do.
 */
@Tag("container")
class FormLoginExampleTests {

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private URLClassLoader loader;

	private ConfigurableApplicationContext host;

	private String address;

	@BeforeEach
	void start(@TempDir Path classes) throws Exception {
		Page page = Page.of(Page.ROOT.resolve("docs/hosting.md")).section("Example: a page behind a form login");
		assertThat(new JavaBlocks(page.blocks("java")).inPackage(FormLoginHost.EXAMPLE).problems(classes)).isEmpty();
		Files.writeString(classes.resolve("application.yml"), page.blocks("yaml").get(0).text());
		Files.writeString(Files.createDirectory(classes.resolve("static")).resolve("index.html"),
				page.blocks("html").get(0).text());
		this.loader = new URLClassLoader(new URL[] { classes.toUri().toURL() }, getClass().getClassLoader());
		SpringApplication application = new SpringApplication(new DefaultResourceLoader(this.loader),
				FormLoginHost.class);
		this.host = application.run("--server.port=0", "--sodp.enabled=false", "--spring.main.banner-mode=off");
		this.address = "localhost:" + this.host.getEnvironment().getRequiredProperty("local.server.port");
	}

	@AfterEach
	void stop() throws Exception {
		this.host.close();
		this.loader.close();
	}

	@Test
	void withoutALoginThereIsNeitherPageNorConnection() throws Exception {
		assertThat(new User().get("/").uri().getPath()).isEqualTo("/login");

		try (SodpClient client = SodpClient.builder("ws://" + this.address + "/sodp").build()) {
			await().until(() -> client.status().state() == ConnectionState.FAILED);
		}
	}

	@Test
	void theEditorWritesAndTheReaderReads() throws Exception {
		User ada = new User().login("ada");
		User bob = new User().login("bob");
		assertThat(ada.get("/").body()).contains("Notice board");

		try (SodpClient editor = ada.connect(); SodpClient reader = bob.connect()) {
			editor.set("board.notice", "Hello").get(30, TimeUnit.SECONDS);

			assertThat(reader.fetch("board.notice", String.class, Duration.ofSeconds(30)).join()).hasValue("Hello");
			assertThat(reader.set("board.notice", "Bye")).failsWithin(30, TimeUnit.SECONDS)
				.withThrowableThat()
				.havingCause()
				.isInstanceOf(SodpRejectedException.class);
		}
	}

	@Test
	void aLogoutEndsTheConnection() throws Exception {
		User ada = new User().login("ada");
		try (SodpClient client = ada.connect()) {
			ada.logout();

			await().until(() -> client.status().state() == ConnectionState.FAILED);
		}
	}

	/** A browser as far as forms and cookies are concerned. */
	private final class User {

		private final CookieManager cookies = new CookieManager();

		private final HttpClient http = HttpClient.newBuilder()
			.cookieHandler(this.cookies)
			.followRedirects(HttpClient.Redirect.NORMAL)
			.build();

		HttpResponse<String> get(String path) throws Exception {
			return send(HttpRequest.newBuilder(uri(path)).header("Accept", "text/html"));
		}

		User login(String name) throws Exception {
			submit("/login", "username=" + name + "&password=" + name + "&");
			return this;
		}

		void logout() throws Exception {
			submit("/logout", "");
		}

		private void submit(String path, String fields) throws Exception {
			Matcher token = TOKEN.matcher(get(path).body());
			assertThat(token.find()).isTrue();
			send(HttpRequest.newBuilder(uri(path))
				.header("Content-Type", "application/x-www-form-urlencoded")
				.POST(HttpRequest.BodyPublishers.ofString(fields + "_csrf=" + token.group(1))));
		}

		private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}

		private URI uri(String path) {
			return URI.create("http://" + FormLoginExampleTests.this.address + path);
		}

		SodpClient connect() throws Exception {
			return SodpClient.builder("ws://" + FormLoginExampleTests.this.address + "/sodp")
				.header("Cookie", this.cookies.getCookieStore().getCookies().get(0).toString())
				.build()
				.ready()
				.get(30, TimeUnit.SECONDS);
		}

	}

}
