// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.SodpMethodHandler;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** Methods of the application on real threads. */
class MethodsTests {

	@RegisterExtension
	private final LoggedWarnings warnings = new LoggedWarnings(FailureLog.class);

	private @Nullable SodpServer server;

	private final FakeSocket socket = new FakeSocket();

	@AfterEach
	void close() {
		server().close();
	}

	private SodpServer server() {
		if (this.server == null) {
			this.server = SodpServer.builder().build();
		}
		return this.server;
	}

	private SessionInput connect(SodpMethodHandler method) {
		this.server = SodpServer.builder().maxValueBytes(1_000).methods(Map.of("shop.buy", method)).build();
		return this.server.accept(this.socket, Peer.remote("test"));
	}

	private Frame.Result call(SodpMethodHandler method) {
		SessionInput input = connect(method);
		this.socket.send(input, new Frame.Call(0, 1, "1", "shop.buy", json("{'item':'book'}")));
		return awaitResult();
	}

	private Frame.Result awaitResult() {
		await().until(() -> !this.socket.frames(Frame.Result.class).isEmpty());
		return this.socket.frames(Frame.Result.class).get(0);
	}

	private static CompletionStage<Object> answer(Object data) {
		return CompletableFuture.completedStage(data);
	}

	@Test
	void whatItReturnsIsWrittenAsJson() {
		Frame.Result result = call((call) -> answer(Map.of("bought", call.arguments().path("item").stringValue())));

		assertThat(result.success()).isTrue();
		assertThat(result.data()).isEqualTo(json("{'bought':'book'}"));
	}

	@Test
	void nothingIsNull() {
		assertThat(call((call) -> CompletableFuture.completedStage(null)).data().isNull()).isTrue();
	}

	@Test
	void itRunsOnAnotherThreadAndMayBlock() {
		Thread reader = Thread.currentThread();

		Frame.Result result = call((call) -> {
			server().set("sold", call.arguments());
			return answer(!Thread.currentThread().equals(reader));
		});

		assertThat(result.data()).isEqualTo(json("true"));
		assertThat(server().get("sold")).isPresent();
	}

	@Test
	void deltasOfWhatItWritesComeBeforeItsResult() {
		SessionInput input = connect((call) -> server().setAsync("sold", 1).thenApply((version) -> version));
		this.socket.send(input, new Frame.Watch(0, 1, List.of("sold"), null));

		this.socket.send(input, new Frame.Call(0, 2, "1", "shop.buy", json("{}")));
		awaitResult();

		List<Frame> frames = this.socket.frames();
		assertThat(frames.get(frames.size() - 2)).isInstanceOf(Frame.Delta.class);
	}

	@Test
	void whatItThrowsIsARefusal() {
		Frame.Result result = call((call) -> {
			throw new SodpCallException(409, "Sold out");
		});

		assertThat(result.code()).isEqualTo(409);
		assertThat(result.data()).isEqualTo(json("'Sold out'"));
	}

	@Test
	void whatItsAnswerFailsWithIsARefusal() {
		Frame.Result result = call((call) -> answer(1).thenApply((value) -> {
			throw new SodpCallException(409, "Sold out");
		}));

		assertThat(result.code()).isEqualTo(409);
	}

	@Test
	void aResultThatCannotBeSentIsAFailureOfTheServer() {
		Frame.Result result = call((call) -> answer("x".repeat(2_000)));

		assertThat(result.code()).isEqualTo(ErrorCode.INTERNAL);
		await().untilAsserted(() -> assertThat(this.warnings.events())
			.filteredOn((event) -> event.getFormattedMessage().contains("shop.buy"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getThrowableProxy().getMessage())
				.endsWith("it takes 2003 bytes, the limit is 1000")));
	}

	@Test
	void oneForWhichNoThreadIsFreeInTimeIsNotCalled() {
		Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
		Duration timeout = Duration.ofMillis(20);
		AtomicBoolean busy = new AtomicBoolean();
		AtomicInteger calls = new AtomicInteger();
		this.server = SodpServer.builder()
			.methodTimeout(timeout)
			.executor((task) -> (busy.get() ? (Executor) tasks::add : ForkJoinPool.commonPool()).execute(task))
			.methods(Map.of("shop.buy", (call) -> answer(calls.incrementAndGet())))
			.build();
		SessionInput input = this.server.accept(this.socket, Peer.remote("test"));
		await().until(() -> !this.socket.frames().isEmpty());
		busy.set(true);
		this.socket.send(input, new Frame.Call(0, 1, "1", "shop.buy", json("{}")));

		long sent = System.nanoTime();
		await().until(() -> System.nanoTime() - sent > timeout.toNanos());
		busy.set(false);
		tasks.forEach(Runnable::run);

		assertThat(awaitResult().code()).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(calls).hasValue(0);
	}

	@Test
	void aHandlerThatReturnsNullIsAFailureOfTheServer() {
		@SuppressWarnings("NullAway") // what a careless application does
		SodpMethodHandler careless = (call) -> null;

		assertThat(call(careless).code()).isEqualTo(ErrorCode.INTERNAL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "state", "state.set", "state.mine", "$sys", "$sys.x", "", "a..b", "no method" })
	void aNameThatIsNotOfTheApplicationIsRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SodpServer.builder().methods(Map.of(name, (call) -> answer(1))))
			.withMessageContaining("'" + name + "'");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 399, 401, 413, 600 })
	void aCodeThatIsNoRefusalOfACallIsRefused(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> new SodpCallException(code, "No"))
			.withMessageEndingWith("(was " + code + ")");
	}

	@Test
	void namesOfTheServerItselfCannotBeAdded() {
		assertThatIllegalArgumentException().isThrownBy(() -> server().addMethod("state.steal", (call) -> answer(1)))
			.withMessageContaining("names that start with 'state.' or '$' are those of the server itself");
	}

	@Test
	void oneCanBeAddedWhileSessionsAreOpen() {
		SessionInput input = server().accept(this.socket, Peer.remote("test"));
		server().addMethod("shop.buy", (call) -> answer("bought"));

		this.socket.send(input, new Frame.Call(0, 1, "1", "shop.buy", json("{}")));

		assertThat(awaitResult().data().stringValue()).isEqualTo("bought");
	}

}
