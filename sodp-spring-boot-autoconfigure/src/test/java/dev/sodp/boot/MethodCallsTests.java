// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot;

import java.net.URI;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.protocol.Frame;
import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SessionInfo;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.spring.ReactiveSodpTemplate;
import dev.sodp.spring.SodpTemplate;
import dev.sodp.spring.method.SodpMethod;
import dev.sodp.spring.method.SodpMethodHeaders;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Methods of beans, called by our client and by one that follows no rules.
 */
@Tag("container")
@ExtendWith(OutputCaptureExtension.class)
class MethodCallsTests {

	private static final int WAIT_SECONDS = 30;

	private static ConfigurableApplicationContext host;

	@BeforeAll
	static void startHost() {
		host = Container.TOMCAT.start(Host.class, "sodp.enabled=false", "sodp.server.enabled=true", "shop.name=shop");
	}

	@AfterAll
	static void stopHost() {
		host.close();
	}

	private static URI uri() {
		return uri(host);
	}

	private static URI uri(ConfigurableApplicationContext host) {
		return URI.create("ws://localhost:" + Hosts.port(host) + "/sodp");
	}

	private static Frame.Result call(String method, String args) {
		try (RawSession session = new RawSession(uri())) {
			return session.call(method, args);
		}
	}

	private static JsonNode data(String method, String args) {
		Frame.Result result = call(method, args);
		assertThat(result.success()).as(result.toString()).isTrue();
		return result.data();
	}

	private static void assertRefused(Frame.Result result, int code, String message) {
		assertThat(result.success()).isFalse();
		assertThat(result.code()).isEqualTo(code);
		assertThat(result.data().stringValue()).isEqualTo(message);
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text.replace('\'', '"'));
	}

	private static <T> T withClient(ClientCall<T> call) throws Exception {
		try (SodpClient client = SodpClient.builder(uri().toString())
			.build()
			.ready()
			.get(WAIT_SECONDS, TimeUnit.SECONDS)) {
			return call.with(client);
		}
	}

	@Test
	void argumentsAndResultHaveTypesOnBothSides() throws Exception {
		Receipt receipt = withClient(
				(client) -> client.call("cart.checkout", new Order("book", List.of(new Item("b", 2))), Receipt.class)
					.get(WAIT_SECONDS, TimeUnit.SECONDS));

		assertThat(receipt).isEqualTo(new Receipt("book", 2));
	}

	@Test
	void aResultMayBeOfAGenericType() throws Exception {
		List<Receipt> receipts = withClient(
				(client) -> client.call("cart.history", Map.of(), new TypeReference<List<Receipt>>() {
				}).get(WAIT_SECONDS, TimeUnit.SECONDS));

		assertThat(receipts).containsExactly(new Receipt("a", 1), new Receipt("b", 2));
	}

	@Test
	void nothingIsNullOnBothSides() throws Exception {
		assertThat(data("cart.clear", "{}").isNull()).isTrue();
		Receipt receipt = withClient(
				(client) -> client.call("cart.clear", Map.of(), Receipt.class).get(WAIT_SECONDS, TimeUnit.SECONDS));
		assertThat(receipt).isNull();
	}

	@Test
	void templatesCallThem() throws Exception {
		Order order = new Order("book", List.of(new Item("b", 2)));
		TypeReference<Map<String, Object>> map = new TypeReference<>() {
		};
		withClient((client) -> {
			SodpTemplate template = new SodpTemplate(client);
			ReactiveSodpTemplate reactive = new ReactiveSodpTemplate(template);
			Duration wait = Duration.ofSeconds(WAIT_SECONDS);
			Receipt expected = new Receipt("book", 2);

			assertThat(template.call("cart.checkout", order, Receipt.class)).succeedsWithin(wait).isEqualTo(expected);
			assertThat(template.call("cart.checkout", order, map).get(WAIT_SECONDS, TimeUnit.SECONDS))
				.containsEntry("total", 2);
			assertThat(template.callAndWait("cart.checkout", order).path("title").stringValue()).isEqualTo("book");
			assertThat(template.callAndWait("cart.checkout", order, Receipt.class)).isEqualTo(expected);
			assertThat(template.callAndWait("cart.checkout", order, map)).containsEntry("total", 2);
			assertThat(template.callAndWait("cart.clear", Map.of(), Receipt.class)).isNull();
			assertThat(reactive.call("cart.checkout", order).block(wait))
				.hasToString("{\"title\":\"book\",\"total\":2}");
			assertThat(reactive.call("cart.checkout", order, Receipt.class).block(wait)).isEqualTo(expected);
			assertThat(reactive.call("cart.checkout", order, map).block(wait)).containsEntry("total", 2);
			assertThat(reactive.call("cart.clear", Map.of(), Receipt.class).blockOptional(wait)).isEmpty();
			return null;
		});
	}

	@Test
	void aRefusalReachesTheClientWithItsCode() throws Exception {
		withClient((client) -> {
			assertThatExceptionOfType(CompletionException.class)
				.isThrownBy(() -> client.call("cart.pay", Map.of()).orTimeout(WAIT_SECONDS, TimeUnit.SECONDS).join())
				.havingCause()
				.isInstanceOfSatisfying(SodpRejectedException.class, (ex) -> assertThat(ex.code()).isEqualTo(409))
				.withMessageContaining("The cart is empty");
			return null;
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "later.stage", "later.mono", "later.optional" })
	void aResultMayComeLater(String method) {
		assertThat(data(method, "{}").stringValue()).isEqualTo("done");
	}

	@Test
	void anEmptyResultIsNull() {
		assertThat(data("later.nothing", "{}").isNull()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "fails.later", "fails.mono" })
	void aRefusalMayComeLater(String method) {
		assertRefused(call(method, "{}"), 418, "Not coffee");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fails.now", "fails.unwritable" })
	void otherFailuresAreNotDescribed(String method, CapturedOutput output) {
		assertRefused(call(method, "{}"), 500, "The server failed");
		await().untilAsserted(() -> assertThat(output).contains(method + " failed for session"));
	}

	@Test
	void oneThatTakesTooLongIsAnsweredWith504() {
		try (ConfigurableApplicationContext hasty = Container.TOMCAT.start(Host.class, "sodp.enabled=false",
				"sodp.server.enabled=true", "shop.name=shop", "sodp.server.method-timeout=100ms");
				RawSession session = new RawSession(uri(hasty))) {
			assertRefused(session.call("slow.never", "{}"), 504,
					"The method 'slow.never' has not answered within 100 ms");
		}
	}

	@Test
	void argumentsMayStayATreeOrAMap() {
		assertThat(data("echo.tree", "{'a':[1,null]}")).isEqualTo(json("{'a':[1,null]}"));
		assertThat(data("echo.map", "{'b':1}")).isEqualTo(json("{'b':1}"));
		assertThat(data("echo.optional", "{'b':1}").stringValue()).isEqualTo("Optional[{b=1}]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{'title':'x','items':[{'sku':'a','n':'many'}]} | /items/0/n: must be an integer in the range of its type
			{'title':'x','items':[{'sku':'a','n':3000000000}]} | /items/0/n: cannot be read
			{'title':'x','items':7} | /items: must be an array
			{'title':{},'items':[]} | /title: must be a text
			""")
	void unreadableArgumentsAreRefusedByTheirPlace(String args, String message) {
		Frame.Result result = call("cart.checkout", args);

		assertRefused(result, 400, message);
		assertThat(result.data().stringValue()).doesNotContain("Order", "Item", "dev.sodp", "java");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{'title':'x','items':[{'sku':'a','n':1},{'sku':'b','n':0}]} | /items/1/n: must be greater than or equal to 1
					{'title':'','items':[]} | /title: must not be empty
					{'title':'x','items':[],'prices':{'a b':{'cents':-1}}} | /prices/a b/cents: must be greater than or equal to 0
					""")
	void violationsAreRefusedByTheirPlace(String args, String message) {
		assertRefused(call("cart.checkout", args), 422, message);
	}

	@Test
	void fieldsWithoutAccessorsAreValidated() {
		assertRefused(call("cart.discount", "{'percent':200}"), 422, "/percent: must be less than or equal to 100");
	}

	@Test
	void theCallItselfMayBeAnArgument() {
		JsonNode described = data("call.parts", "{'a':1}");

		assertThat(described.path("method").stringValue()).isEqualTo("call.parts");
		assertThat(described.path("header").stringValue()).isEqualTo("call.parts");
		assertThat(described.path("arguments")).isEqualTo(json("{'a':1}"));
		assertThat(described.path("session").longValue()).isEqualTo(described.path("sessionHeader").longValue());
		assertThat(described.path("peer").stringValue()).contains("127.0.0.1");
		assertThat(described.path("headers").longValue()).isEqualTo(described.path("session").longValue());
	}

	@Test
	void withoutAnIdentityThereIsNoUser() {
		assertThat(data("user.optional", "{}").stringValue()).isEqualTo("null Optional.empty");
		assertRefused(call("user.principal", "{}"), 403, "Not allowed to call 'user.principal'");
		assertRefused(call("user.identity", "{}"), 403, "Not allowed to call 'user.identity'");
	}

	@Test
	void unknownMethodsAreRefused() {
		assertRefused(call("cart.steal", "{}"), 404, "There is no method 'cart.steal'");
	}

	@Test
	void itsNameMayBeAProperty() {
		assertThat(data("shop.open", "{}").booleanValue()).isTrue();
	}

	@Test
	void aCustomizersMethodsStay() {
		assertThat(data("customized", "{}").intValue()).isEqualTo(1);
	}

	@Test
	void itRunsOnAThreadOfTheServer() {
		String thread = data("call.thread", "{}").stringValue();

		assertThat(thread).contains("sodp").doesNotContain("http-nio", "exec");
	}

	@Test
	void callsOfASessionOverlap() {
		try (RawSession session = new RawSession(uri())) {
			String waiting = session.beginCall("overlap.wait", "{}");
			String other = session.beginCall("overlap.release", "{}");

			List<String> answered = List.of(session.await(Frame.Result.class).callId(),
					session.await(Frame.Result.class).callId());

			assertThat(answered).containsExactlyInAnyOrder(waiting, other);
		}
	}

	@Test
	void deltasOfItsWritesComeBeforeItsResult() {
		try (RawSession session = new RawSession(uri())) {
			session.send(new Frame.Watch(0, 1, List.of("sales"), null));
			session.await(Frame.StateInit.class);
			session.beginCall("cart.sell", "{}");

			session.await(Frame.Delta.class);
			session.await(Frame.Result.class);
		}
	}

	@Test
	void aSessionThatSendsNonsenseStaysUsable() {
		try (RawSession session = new RawSession(uri())) {
			for (int args : new int[] { 0x07, 0x90, 0xa0, 0xc3 }) {
				session.callWithArguments("cart.checkout", args);
				assertThat(session.await(Frame.Result.class).code()).isEqualTo(400);
			}
			session.callWithArguments("echo.tree", 0xc0);
			assertThat(session.await(Frame.Result.class).data()).isEqualTo(json("{}"));
		}
	}

	@FunctionalInterface
	private interface ClientCall<T> {

		@Nullable T with(SodpClient client) throws Exception;

	}

	record Item(String sku, @Min(1) @JsonProperty("n") int count) {
	}

	record Price(@Min(0) int cents) {
	}

	record Order(@NotEmpty String title, List<@Valid Item> items, @Nullable Map<String, @Valid Price> prices) {

		Order(String title, List<Item> items) {
			this(title, items, null);
		}

	}

	record Receipt(String title, int total) {
	}

	static class Discount {

		@Max(100)
		public int percent;

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Host {

		@Bean
		SodpServerBuilderCustomizer customized() {
			return (builder) -> builder.methods(Map.of("customized", (call) -> CompletableFuture.completedFuture(1)));
		}

		@Bean
		Shop shop(SodpServer server) {
			return new Shop(server);
		}

		@Bean
		Probes probes() {
			return new Probes();
		}

	}

	static class Shop {

		private final SodpServer server;

		Shop(SodpServer server) {
			this.server = server;
		}

		@SodpMethod("cart.checkout")
		Receipt checkout(@Valid Order order) {
			return new Receipt(order.title(), order.items().stream().mapToInt(Item::count).sum());
		}

		@SodpMethod("cart.history")
		List<Receipt> history() {
			return List.of(new Receipt("a", 1), new Receipt("b", 2));
		}

		@SodpMethod("cart.clear")
		void clear() {
		}

		@SodpMethod("cart.pay")
		void pay() {
			throw new SodpCallException(409, "The cart is empty");
		}

		@SodpMethod("cart.discount")
		int discount(@Valid Discount discount) {
			return discount.percent;
		}

		@SodpMethod("cart.sell")
		void sell() {
			this.server.set("sales", System.nanoTime());
		}

		@SodpMethod("${shop.name}.open")
		boolean isOpen() {
			return true;
		}

	}

	static class Probes {

		private final CountDownLatch released = new CountDownLatch(1);

		@SodpMethod("later.stage")
		CompletionStage<String> stage() {
			return CompletableFuture.supplyAsync(() -> "done");
		}

		@SodpMethod("later.mono")
		Mono<String> mono() {
			return Mono.just("done").delayElement(Duration.ofMillis(1));
		}

		@SodpMethod("later.optional")
		Optional<String> optional() {
			return Optional.of("done");
		}

		@SodpMethod("later.nothing")
		Mono<String> nothing() {
			return Mono.empty();
		}

		@SodpMethod("fails.later")
		CompletionStage<String> failsLater() {
			return CompletableFuture.supplyAsync(() -> {
				throw new SodpCallException(418, "Not coffee");
			});
		}

		@SodpMethod("fails.mono")
		Mono<String> failingMono() {
			return Mono.error(new SodpCallException(418, "Not coffee"));
		}

		@SodpMethod("fails.now")
		void fails() throws Exception {
			throw new Exception("password of the database");
		}

		@SodpMethod("fails.unwritable")
		Object unwritable() {
			return new Unwritable(this);
		}

		@SodpMethod("slow.never")
		CompletableFuture<String> never() {
			return new CompletableFuture<>();
		}

		@SodpMethod("echo.tree")
		JsonNode tree(JsonNode tree) {
			return tree;
		}

		@SodpMethod("echo.map")
		Map<String, Object> map(Map<String, Object> map) {
			return map;
		}

		@SodpMethod("echo.optional")
		String optional(Optional<Map<String, Object>> map) {
			return map.toString();
		}

		@SodpMethod("call.parts")
		Map<String, Object> parts(MethodInvocation call, SessionInfo session,
				@Header(SodpMethodHeaders.METHOD) String method, @Header(SodpMethodHeaders.SESSION_ID) long sessionId,
				@Header(SodpMethodHeaders.PEER) String peer, @Headers Map<String, Object> headers) {
			return Map.ofEntries(Map.entry("method", call.method()), Map.entry("header", method),
					Map.entry("arguments", call.arguments()), Map.entry("session", session.id()),
					Map.entry("sessionHeader", sessionId), Map.entry("peer", peer),
					Map.entry("headers", headers.get("sessionId")));
		}

		@SodpMethod("call.thread")
		String thread() {
			return Thread.currentThread().getName();
		}

		@SodpMethod("user.optional")
		String user(@Nullable Principal principal, Optional<SodpIdentity> identity) {
			return principal + " " + identity;
		}

		@SodpMethod("user.principal")
		String principal(Principal principal) {
			return principal.getName();
		}

		@SodpMethod("user.identity")
		String identity(SodpIdentity identity) {
			return identity.subject();
		}

		@SodpMethod("overlap.wait")
		boolean waitForOther() throws InterruptedException {
			return this.released.await(WAIT_SECONDS, TimeUnit.SECONDS);
		}

		@SodpMethod("overlap.release")
		void release() {
			this.released.countDown();
		}

	}

	/** Refers to something that refers back. */
	record Unwritable(Object self) {

		@Override
		public Object self() {
			return this;
		}

	}

}
