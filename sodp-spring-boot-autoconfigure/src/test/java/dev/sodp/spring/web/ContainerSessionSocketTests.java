// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

class ContainerSessionSocketTests {

	private static final byte[] FRAME = { 1, 2, 3 };

	private static final byte[] LARGE = new byte[FrameWriter.LARGE];

	private static final String BLOCKING_SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private final Session session = mock();

	private final RemoteEndpoint.Basic remote = mock();

	private final Remote async = new Remote();

	private final Map<String, Object> properties = new ConcurrentHashMap<>();

	private final List<Runnable> closing = new ArrayList<>();

	private ContainerSessionSocket socket;

	@BeforeEach
	void create() {
		given(this.session.getBasicRemote()).willReturn(this.remote);
		given(this.session.getAsyncRemote()).willReturn(this.async.async);
		given(this.session.getUserProperties()).willReturn(this.properties);
		this.socket = new ContainerSessionSocket(this.session, new BatchingFrameWriter(this.session, new Patience()),
				this.closing::add);
	}

	@Test
	void writesAreGatheredUntilTheFlush() throws Exception {
		this.socket.write(FRAME);
		this.socket.write(FRAME);
		then(this.remote).should(never()).setBatchingAllowed(false);

		this.socket.flush();

		InOrder order = inOrder(this.remote);
		order.verify(this.remote).setBatchingAllowed(true);
		order.verify(this.remote, times(2)).sendBinary(ByteBuffer.wrap(FRAME));
		order.verify(this.remote).setBatchingAllowed(false);
	}

	@Test
	void afterAFlushTheContainersOwnFramesAreNotHeldBack() throws Exception {
		this.socket.write(FRAME);
		this.socket.write(FRAME);
		this.socket.flush();

		InOrder order = inOrder(this.remote);
		order.verify(this.remote, times(2)).sendBinary(ByteBuffer.wrap(FRAME));
		order.verify(this.remote).setBatchingAllowed(false);
	}

	@Test
	void aSingleFrameGoesStraightToTheSocket() throws Exception {
		this.socket.write(FRAME);
		then(this.remote).should(never()).sendBinary(any(ByteBuffer.class));

		this.socket.flush();

		then(this.remote).should().sendBinary(ByteBuffer.wrap(FRAME));
		then(this.remote).shouldHaveNoMoreInteractions();
	}

	@Test
	void aFlushWithoutFramesDoesNothing() throws Exception {
		this.socket.write(FRAME);
		this.socket.flush();
		this.socket.flush();

		then(this.remote).should(times(1)).sendBinary(any(ByteBuffer.class));
	}

	@Test
	void framesKeepTheirOrder() throws Exception {
		for (byte i = 0; i < 5; i++) {
			this.socket.write(new byte[] { i });
		}
		this.socket.flush();

		InOrder order = inOrder(this.remote);
		for (byte i = 0; i < 5; i++) {
			order.verify(this.remote).sendBinary(ByteBuffer.wrap(new byte[] { i }));
		}
	}

	@Test
	void aCloseDoesNotTouchTheSocketOnTheCallersThread() throws Exception {
		this.socket.close(4001, "reason");
		then(this.session).should(never()).close(any());

		this.closing.get(0).run();

		ArgumentCaptor<CloseReason> reason = ArgumentCaptor.captor();
		then(this.session).should().close(reason.capture());
		assertThat(reason.getValue().getCloseCode().getCode()).isEqualTo(4001);
		assertThat(reason.getValue().getReasonPhrase()).isEqualTo("reason");
	}

	@Test
	void onlyTheFirstCloseCounts() {
		this.socket.close(1000, "first");
		this.socket.close(1001, "second");

		assertThat(this.closing).hasSize(1);
	}

	@Test
	void aCloseDuringABlockedWriteReturnsAtOnceAndHappensWhenTheWriteIsOver() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch unblock = new CountDownLatch(1);
		willAnswer((invocation) -> {
			writing.countDown();
			unblock.await();
			return null;
		}).given(this.remote).sendBinary(any(ByteBuffer.class));
		CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
		assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();

		this.socket.close(1008, "too slow");

		assertThat(this.closing).isEmpty();
		then(this.session).should(never()).close(any());
		unblock.countDown();
		writer.get(20, TimeUnit.SECONDS);
		then(this.session).should(times(1)).close(any());
	}

	private void write() {
		try {
			this.socket.write(FRAME);
			this.socket.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aClosedSocketRefusesWrites() throws Exception {
		this.socket.close(1000, "");

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.socket.write(FRAME));
		then(this.remote).should(never()).sendBinary(any(ByteBuffer.class));
	}

	@Test
	void aSessionThatThePeerClosedFailsWritesWithAnIoException() throws Exception {
		willThrow(new IllegalStateException("closed")).given(this.remote).sendBinary(any(ByteBuffer.class));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
			this.socket.write(FRAME);
			this.socket.flush();
		}).withMessage("closed");
	}

	@Test
	void aCloseThatFailsIsNobodysProblem() throws Exception {
		willThrow(new IOException("gone")).given(this.session).close(any());
		this.socket.close(1000, "");

		this.closing.get(0).run();

		then(this.session).should().close(any());
	}

	@Test
	void aCloseAfterTheEndpointWasDestroyedIsLeftToTheContainer() throws Exception {
		ContainerSessionSocket late = new ContainerSessionSocket(this.session,
				new BatchingFrameWriter(this.session, new Patience()), (task) -> {
					throw new RejectedExecutionException();
				});

		late.close(1000, "");

		then(this.session).should(never()).close(any());
	}

	@Test
	void aLargeFrameIsSentWithoutWaiting() throws Exception {
		this.socket.write(LARGE);

		assertThat(this.socket.isSending()).isTrue();
		assertThat(this.async.sent).containsExactly(ByteBuffer.wrap(LARGE));
		this.async.takeAll();
		assertThat(this.socket.isSending()).isFalse();
		then(this.remote).should(never()).sendBinary(any(ByteBuffer.class));
	}

	@Test
	void aLargeFrameWaitsForTheOneBeforeIt() throws Exception {
		this.socket.write(FRAME);
		this.socket.write(LARGE);

		InOrder order = inOrder(this.remote, this.async.async);
		order.verify(this.remote).sendBinary(ByteBuffer.wrap(FRAME));
		order.verify(this.remote).setBatchingAllowed(false);
		order.verify(this.async.async).sendBinary(eq(ByteBuffer.wrap(LARGE)), any());
	}

	@Test
	void aThreadOfTheContainerWritesBlockingWithinTheWindowOnly() throws Exception {
		byte[] half = new byte[5 * 1024];
		this.socket.write(half, false);
		this.socket.flush(false);
		assertThat(this.socket.isSending()).isFalse();

		this.socket.write(half, false);
		this.socket.flush(false);

		assertThat(this.socket.isSending()).isTrue();
		then(this.remote).should(times(1)).sendBinary(ByteBuffer.wrap(half));
		assertThat(this.async.sent).containsExactly(ByteBuffer.wrap(half));
	}

	@Test
	void aPongOpensTheWindow() throws Exception {
		byte[] half = new byte[5 * 1024];
		this.socket.write(half, false);
		this.socket.flush(false);
		ArgumentCaptor<ByteBuffer> ping = ArgumentCaptor.captor();
		then(this.remote).should().sendPing(ping.capture());

		this.socket.ponged(ping.getValue().getLong(0));
		this.socket.write(half, false);
		this.socket.flush(false);

		assertThat(this.socket.isSending()).isFalse();
	}

	@Test
	void aPeerThatDelayedAWriteIsNotWaitedForUntilItHasCaughtUp() throws Exception {
		willAnswer((invocation) -> {
			await().pollDelay(Duration.ofMillis(60)).until(() -> true);
			return null;
		}).given(this.remote).sendBinary(any(ByteBuffer.class));
		this.socket.write(FRAME);
		this.socket.flush();

		this.socket.write(FRAME);
		this.socket.flush();
		assertThat(this.socket.isSending()).isTrue();
		this.async.takeAll();
		this.socket.write(FRAME);
		this.socket.flush();

		assertThat(this.socket.isSending()).isFalse();
		then(this.remote).should(times(2)).sendBinary(any(ByteBuffer.class));
	}

	@Test
	void aThreadThatMayWaitHasTheWholeTimeAndOthersAMoment() throws Exception {
		List<Object> limits = new ArrayList<>();
		willAnswer((invocation) -> limits.add(this.properties.get(BLOCKING_SEND_TIMEOUT))).given(this.remote)
			.sendBinary(any(ByteBuffer.class));

		this.socket.write(FRAME, true);
		this.socket.flush(true);
		this.socket.write(FRAME, false);
		this.socket.flush(false);

		assertThat(limits).containsExactly(10_000L, 1_000L);
	}

	@Test
	void onlyAFewPeersMayKeepAThreadWaiting() {
		Patience patience = new Patience();
		List<Boolean> given = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			given.add(patience.giveToSend(this.session));
		}
		assertThat(given).containsExactly(true, true, true, true, false);
		assertThat(patience.giveToThread(this.session)).isTrue();

		patience.takeBackFromSend(this.session);

		assertThat(patience.giveToSend(this.session)).isTrue();
	}

	@Test
	void aCloseDuringASendInProgressHappensAfterIt() throws Exception {
		this.socket.write(LARGE);

		this.socket.close(1001, "");

		assertThat(this.closing).isEmpty();
		this.async.takeAll();
		this.closing.get(0).run();
		then(this.session).should().close(any());
	}

	@Test
	void aSendInProgressThatFailsFailsTheNextWrite() throws Exception {
		this.socket.write(LARGE);
		this.async.failAll(new IOException("gone"));

		assertThat(this.socket.isSending()).isFalse();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.socket.flush())
			.havingCause()
			.withMessage("gone");
	}

	@Test
	void aSendInProgressEndsWithTheSession() throws Exception {
		AtomicInteger ended = new AtomicInteger();
		this.socket.write(LARGE);
		this.socket.whenSent(ended::incrementAndGet);

		this.socket.closed();

		assertThat(ended).hasValue(1);
	}

}
