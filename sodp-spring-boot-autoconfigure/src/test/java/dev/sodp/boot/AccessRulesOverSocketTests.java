// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get from a server whose access rules are in a file.
 */
class AccessRulesOverSocketTests {

	private static final String RULES = """
			{"rules": [
			  {"key": "public.*", "read": "*", "write": "role:editor"},
			  {"key": "user.{sub}.*", "read": ["{sub}", "role:admin"], "write": "{sub}"},
			  {"key": "log", "read": "role:admin", "write": "*"}],
			 "methods": [{"method": "cart.*", "call": "role:buyer"}]}""";

	private static ConfigurableApplicationContext host;

	@BeforeAll
	static void startHost(@TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("acl.json"), RULES);
		host = Hosts.start(WithMethods.class, "sodp.enabled=false", "sodp.server.enabled=true",
				"sodp.server.acl.location=" + file.toUri());
		host.getBean(SodpServer.class).set("user.ada.name", "Ada");
		host.getBean(SodpServer.class).set("public.news", "none");
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	private static WireClient client(String token) throws InterruptedException {
		return WireClient.open(Hosts.port(host), token);
	}

	@Test
	void whatIsGrantedWorks() throws Exception {
		try (WireClient ada = client("ada/editor")) {
			ada.watch("user.ada.name");
			assertThat(ada.await(Frame.StateInit.class).value().asString()).isEqualTo("Ada");
			assertThat(ada.call("state.set", "{'state': 'user.ada.name', 'value': 'Ada L.'}").success()).isTrue();
			assertThat(ada.call("state.set", "{'state': 'public.news', 'value': 'some'}").success()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "user.ada.name", "user.ada.none", "user.bob", "log", "elsewhere" })
	void aWatchThatIsNotGrantedIsRefused(String key) throws Exception {
		try (WireClient bob = client("bob")) {
			bob.watch(key);

			assertThat(bob.await(Frame.Error.class).code()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@CsvSource({ "user.ada.name", "user.ada.none" })
	void aResumeThatIsNotGrantedIsRefused(String key) throws Exception {
		try (WireClient bob = client("bob")) {
			bob.resume(key, 1);

			assertThat(bob.await(Frame.Error.class).code()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "state.set | {'state': 'user.ada.name', 'value': 1}",
					"state.set | {'state': 'user.ada.none', 'value': 1}",
					"state.patch | {'state': 'user.ada.name', 'patch': {}}",
					"state.set_in | {'state': 'user.ada.name', 'path': '/a', 'value': 1}",
					"state.remove_in | {'state': 'user.ada.name', 'path': '/a'}",
					"state.append | {'state': 'user.ada.none', 'value': 1}",
					"state.presence | {'state': 'user.ada.none', 'path': '/p', 'value': 1}",
					"state.delete | {'state': 'user.ada.name'}", "state.delete | {'state': 'user.ada.none'}",
					"state.set | {'state': 'elsewhere', 'value': 1}" })
	void aCallThatIsNotGrantedIsRefusedAndChangesNothing(String method, String args) throws Exception {
		try (WireClient bob = client("bob/admin")) {
			long before = host.getBean(SodpServer.class).get("user.ada.name").orElseThrow().version();

			Frame.Result result = bob.call(method, args);

			assertThat(result.success()).isFalse();
			assertThat(result.code()).isEqualTo(403);
			assertThat(host.getBean(SodpServer.class).get("user.ada.name").orElseThrow().version()).isEqualTo(before);
			assertThat(host.getBean(SodpServer.class).get("user.ada.none")).isEmpty();
		}
	}

	@Test
	void aDenialDoesNotTellWhetherTheKeyExists() throws Exception {
		try (WireClient bob = client("bob")) {
			bob.watch("user.ada.name");
			Frame.Error existing = bob.await(Frame.Error.class);
			bob.watch("user.ada.none");
			Frame.Error absent = bob.await(Frame.Error.class);
			Frame.Result existingWrite = bob.call("state.delete", "{'state': 'user.ada.name'}");
			Frame.Result absentWrite = bob.call("state.delete", "{'state': 'user.ada.none'}");

			assertThat(existing.message().replace("name", "none")).isEqualTo(absent.message());
			assertThat(existingWrite.data().asString().replace("name", "none"))
				.isEqualTo(absentWrite.data().asString());
		}
	}

	@Test
	void readingAndWritingAreGrantedApart() throws Exception {
		try (WireClient bob = client("bob/admin"); WireClient eve = client("eve")) {
			bob.watch("user.ada.name");
			assertThat(bob.await(Frame.StateInit.class).state()).isEqualTo("user.ada.name");
			assertThat(eve.call("state.set", "{'state': 'log', 'value': 1}").success()).isTrue();
			eve.watch("log");
			assertThat(eve.await(Frame.Error.class).code()).isEqualTo(403);
		}
	}

	@Test
	void ofAPrefixTheKeysThatAreGrantedAreSent() throws Exception {
		try (WireClient bob = client("bob")) {
			bob.watch("*");

			Frame.StateInit only = bob.await(Frame.StateInit.class);
			assertThat(only.state()).isEqualTo("public.news");
			assertThat(bob.await(Frame.StateInit.class).complete()).isTrue();
			host.getBean(SodpServer.class).set("user.ada.secret", 1);
			host.getBean(SodpServer.class).set("public.more", 1);
			assertThat(bob.await(Frame.StateInit.class).state()).isEqualTo("public.more");
			host.getBean(SodpServer.class).delete("user.ada.secret");
			host.getBean(SodpServer.class).delete("public.more");
			assertThat(bob.await(Frame.Delta.class).state()).isEqualTo("public.more");
		}
	}

	@Test
	void ofSeveralKeysThoseThatAreGrantedAreWatched() throws Exception {
		try (WireClient bob = client("bob")) {
			bob.send(new Frame.Watch(0, 1, List.of("user.ada.name", "public.news"), null));

			assertThat(bob.await(Frame.Error.class).message()).contains("user.ada.name");
			assertThat(bob.await(Frame.StateInit.class).state()).isEqualTo("public.news");
		}
	}

	@Test
	void methodsOfTheApplicationAreGrantedByTheirOwnRules() throws Exception {
		try (WireClient buyer = client("ada/buyer"); WireClient bob = client("bob")) {
			assertThat(buyer.call("cart.add", "{}").data().asString()).isEqualTo("added");
			assertThat(bob.call("cart.add", "{}").code()).isEqualTo(403);
			assertThat(buyer.call("shop.close", "{}").code()).isEqualTo(403);
		}
	}

	@Test
	void aMethodWithAKeyNeedsTheKeyToo() throws Exception {
		try (WireClient buyer = client("ada/buyer")) {
			assertThat(buyer.call("cart.add", "{'state': 'user.ada.cart'}").success()).isTrue();
			assertThat(buyer.call("cart.add", "{'state': 'user.bob.cart'}").code()).isEqualTo(403);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(NamedTokens.class)
	static class WithMethods {

		@Bean
		SodpServerBuilderCustomizer methods() {
			return (builder) -> builder.methods(Map.of("cart.add", (call) -> completedFuture("added"), "shop.close",
					(call) -> completedFuture("closed")));
		}

	}

}
