// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.sodp.protocol.Frame;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpStateLoader;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A client that makes the application fail cannot fill the log. */
class LoggedFailuresTests {

	private static final int TIMES = 5;

	private static final RuntimeException FAILURE = new IllegalStateException("thrown on purpose");

	@RegisterExtension
	final LoggedWarnings log = new LoggedWarnings(FailureLog.class, Level.DEBUG);

	private final List<SodpServer> servers = new ArrayList<>();

	private final FakeSocket socket = new FakeSocket();

	@AfterEach
	void close() {
		this.servers.forEach(SodpServer::close);
	}

	private SodpServer server(Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		SodpServer server = builder.build();
		this.servers.add(server);
		return server;
	}

	private SessionInput connect(Consumer<SodpServerBuilder> customizer) {
		return server(customizer).accept(this.socket, Peer.remote("test"));
	}

	private void call(SessionInput input, String method, String arguments) {
		for (int i = 0; i < TIMES; i++) {
			this.socket.send(input, new Frame.Call(0, 1, method + i, method, json(arguments)));
		}
	}

	private void awaitFrames(Class<? extends Frame> type, int number) {
		await().until(() -> this.socket.frames(type).size() == number);
	}

	/** Without those of servers of other tests, which may be about to stop. */
	private List<String> lines(Level level) {
		return this.log.events()
			.stream()
			.filter((line) -> line.getLevel().equals(level) && line.getThrowableProxy() != null)
			.filter((line) -> FAILURE.getMessage().equals(line.getThrowableProxy().getMessage()))
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	/** Once each, and the others at a level that is not for every day. */
	private void assertLogged(String... parts) {
		int others = parts.length * (TIMES - 1);
		await().untilAsserted(() -> assertThat(lines(Level.DEBUG)).hasSize(others));
		assertThat(lines(Level.ERROR)).hasSameSizeAs(parts).allSatisfy((line) -> assertThat(line).containsAnyOf(parts));
	}

	@Test
	void methods() {
		SessionInput input = connect((builder) -> builder.methods(Map.of("shop.buy", (call) -> {
			throw FAILURE;
		}, "shop.sell", (call) -> CompletableFuture.failedStage(FAILURE))));

		call(input, "shop.buy", "{}");
		call(input, "shop.sell", "{}");

		awaitFrames(Frame.Result.class, 2 * TIMES);
		assertLogged("shop.buy failed for session", "shop.sell failed for session");
	}

	@Test
	void policiesWhateverTheKey() {
		SessionInput input = connect((builder) -> builder.accessPolicy(new FailingPolicy()));

		for (int i = 0; i < TIMES; i++) {
			this.socket.send(input, new Frame.Watch(0, 1, List.of("a" + i), null));
		}

		awaitFrames(Frame.Error.class, TIMES);
		assertLogged("The access policy failed for session");
	}

	@Test
	void policiesThatAreAskedAboutPrefixes() {
		SessionInput input = connect((builder) -> builder.accessPolicy(new FailingPolicy()));
		this.servers.get(0).set("a.b", 1);

		for (int i = 0; i < TIMES; i++) {
			this.socket.send(input, new Frame.Watch(0, 1, List.of("a.*"), null));
			awaitFrames(Frame.StateInit.class, i + 1);
		}

		assertLogged("The access policy failed for session");
	}

	@Test
	void validators() {
		SessionInput input = connect((builder) -> builder.validator((key, value) -> {
			throw FAILURE;
		}));

		call(input, "state.set", "{'state':'a','value':1}");

		awaitFrames(Frame.Result.class, TIMES);
		assertLogged("state.set failed for session");
	}

	@Test
	void interceptors() {
		SessionInput input = connect(
				(builder) -> builder.interceptors(List.of((mutation) -> CompletableFuture.failedStage(FAILURE))));

		call(input, "state.set", "{'state':'a','value':1}");

		awaitFrames(Frame.Result.class, TIMES);
		assertLogged("state.set failed for session");
	}

	@Test
	void loadersWhateverTheKey() {
		SessionInput input = connect((builder) -> builder.loaders(List.of(new FailingLoader())));

		for (int i = 0; i < TIMES; i++) {
			this.socket.send(input, new Frame.Watch(0, 1, List.of("a" + i), null));
		}

		awaitFrames(Frame.Error.class, TIMES);
		assertLogged("Failed: the loading of 'a");
	}

	@Test
	void authenticators() {
		SodpServer server = server((builder) -> builder.authenticator((token) -> {
			throw FAILURE;
		}));

		for (int i = 0; i < TIMES; i++) {
			FakeSocket visitor = new FakeSocket();
			visitor.send(server.accept(visitor, Peer.remote("test")), new Frame.Auth(0, 1, "secret"));
			visitor.closed.join();
		}

		assertLogged("The authenticator failed for session");
	}

	@Test
	void listeners() {
		SodpServer server = server((builder) -> {
		});
		List<Long> versions = new CopyOnWriteArrayList<>();
		for (int i = 0; i < 2; i++) {
			server.listen((change) -> {
				throw FAILURE;
			});
		}
		server.listen((change) -> versions.add(change.version()));

		for (int i = 0; i < TIMES; i++) {
			server.set("a", i);
		}

		await().until(() -> versions.size() == TIMES);
		assertLogged("A listener failed on version 1 of 'a'", "A listener failed on version 1 of 'a'");
	}

	private static final class FailingPolicy implements AccessPolicy {

		@Override
		public boolean canRead(@Nullable SodpIdentity identity, String key) {
			throw FAILURE;
		}

		@Override
		public boolean canWrite(@Nullable SodpIdentity identity, String key) {
			throw FAILURE;
		}

	}

	private static final class FailingLoader implements SodpStateLoader {

		@Override
		public boolean supports(String key) {
			return true;
		}

		@Override
		public CompletionStage<Optional<?>> load(String key) {
			throw FAILURE;
		}

	}

}
