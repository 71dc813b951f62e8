// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.SodpServer;
import dev.sodp.transport.Peer;
import dev.sodp.transport.SessionInput;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sessions whose messages arrive on threads that others need. Here that is the thread of
 * the test: a test that ends has not been held.
 */
@Timeout(60)
class ContainerSessionTests {

	private static final int LIMIT = 1024;

	private final SodpServer server = SodpServer.builder().build();

	private final ContainerSocket socket = new ContainerSocket();

	private final FrameEncoder encoder = new FrameEncoder();

	private SessionInput input;

	@BeforeEach
	void connect() {
		this.input = this.server.accept(this.socket, Peer.remote("test"));
		await().until(() -> this.socket.frames.size() == 1);
	}

	@AfterEach
	void closeServer() {
		this.server.close();
	}

	private void receive(Frame frame) {
		this.input.received(ByteBuffer.wrap(this.encoder.encode(frame)));
	}

	private void watch(String... keys) {
		receive(new Frame.Watch(0, 1, List.of(keys), null));
	}

	private void call(int id) {
		receive(new Frame.Call(0, 1, "" + id, "state.set", json("{'state': 'a', 'value': " + id + "}")));
	}

	private <T extends Frame> List<T> frames(Class<T> type) {
		return this.socket.frames.stream().filter(type::isInstance).map(type::cast).toList();
	}

	@Test
	void answersAreWrittenByTheThreadThatReadTheirRequests() {
		call(1);

		assertThat(frames(Frame.Result.class)).hasSize(1);
		assertThat(this.socket.readers).containsExactly(Thread.currentThread());
	}

	@Test
	void whatTheSocketDoesNotTakeAtOnceDoesNotHoldTheReader() {
		this.socket.stopReading();

		IntStream.range(0, 100).forEach(this::call);

		assertThat(frames(Frame.Result.class)).hasSize(1);
		assertThat(this.server.sessions()).singleElement().extracting("queuedFrames").isEqualTo(99);
	}

	@Test
	void theRestIsWrittenInOrderOnceTheSocketHasTakenIt() {
		this.socket.stopReading();
		IntStream.range(0, 100).forEach(this::call);

		this.socket.startReading();

		await().until(() -> frames(Frame.Result.class).size() == 100);
		assertThat(frames(Frame.Result.class)).extracting(Frame.Result::callId)
			.containsExactlyElementsOf(IntStream.range(0, 100).mapToObj(String::valueOf).toList());
	}

	@Test
	void theRestIsWrittenByOtherThreads() {
		this.socket.stopReading();
		IntStream.range(0, 100).forEach(this::call);
		this.socket.readers.clear();

		this.socket.startReading();

		await().until(() -> frames(Frame.Result.class).size() == 100);
		assertThat(this.socket.readers).isEmpty();
	}

	@Test
	void aClientThatReadsAgainGetsMoreThanItsQueueHolds() {
		String[] keys = IntStream.range(0, 3000).mapToObj((i) -> "key." + i).toArray(String[]::new);
		this.socket.stopReading();
		watch(keys);

		this.socket.startReading();

		await().until(() -> frames(Frame.StateInit.class).size() == keys.length);
	}

	@Test
	void aClientThatNeverReadsItsAnswersIsEvicted() {
		this.socket.stopReading();

		IntStream.range(0, 2 * LIMIT + 2).forEach(this::call);

		assertThat(this.socket.closed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(1013);
		assertThat(this.server.sessions()).isEmpty();
	}

	@Test
	void aSendThatFailsEndsTheSession() {
		this.socket.stopReading();
		call(1);
		call(2);

		this.socket.breakDown();

		await().until(() -> this.server.sessions().isEmpty());
		assertThat(this.socket.closed).isCompletedWithValue(1011);
	}

	@Test
	void theEndComesAfterTheSendInProgress() {
		this.socket.stopReading();
		call(1);
		call(2);
		this.server.stop();
		assertThat(this.socket.closed).isNotDone();

		this.socket.startReading();

		await().until(this.socket.closed::isDone);
		assertThat(frames(Frame.Result.class)).hasSize(2);
	}

}
