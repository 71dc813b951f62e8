// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.then;

class AsyncFrameWriterTests {

	private static final byte[] FRAME = { 1 };

	private static final byte[] LARGE = new byte[FrameWriter.LARGE];

	private final Remote remote = new Remote();

	private final AsyncFrameWriter writer = new AsyncFrameWriter(this.remote.async);

	@Test
	void noSendLastsLongerThanTheLimit() {
		then(this.remote.async).should().setSendTimeout(SodpWebSocketHandler.SEND_TIMEOUT.toMillis());
	}

	@Test
	void theContainerGetsAllFramesInOrderBeforeTheWriterWaits() throws Exception {
		this.remote.onSend(2, this.remote::takeAll);

		assertThat(this.writer.send(new byte[] { 1 }, true, true)).isNull();
		assertThat(this.writer.send(new byte[] { 2 }, false, true)).isNull();

		assertThat(this.remote.sent).containsExactly(ByteBuffer.wrap(new byte[] { 1 }),
				ByteBuffer.wrap(new byte[] { 2 }));
	}

	@Test
	void aThreadThatMustNotWaitLeavesASendInProgress() throws Exception {
		CompletableFuture<Void> rest = this.writer.send(FRAME, false, false);

		assertThat(rest).isNotDone();
		this.remote.takeAll();
		assertThat(rest).isCompleted();
	}

	@Test
	void aLargeFrameIsNotWaitedFor() throws Exception {
		assertThat(this.writer.send(LARGE, false, true)).isNotDone();
	}

	@Test
	void whatTheSocketTakesAtOnceIsNotInProgress() throws Exception {
		this.remote.onSend(1, this.remote::takeAll);

		assertThat(this.writer.send(FRAME, false, false)).isNull();
	}

	@Test
	void aPeerThatDelayedAWriteIsNotWaitedForAgain() throws Exception {
		Thread writing = Thread.currentThread();
		this.remote.onSend(1, () -> CompletableFuture.runAsync(() -> takeLateAllThatIsWaitedForBy(writing)));
		this.writer.send(FRAME, false, true);

		assertThat(this.writer.send(FRAME, false, true)).isNotDone();
	}

	/** The writer takes the time only once it waits, and its thread may be slow. */
	private void takeLateAllThatIsWaitedForBy(Thread writing) {
		await().until(() -> writing.getState() == Thread.State.WAITING);
		CompletableFuture.delayedExecutor(60, TimeUnit.MILLISECONDS).execute(this.remote::takeAll);
	}

	@Test
	void aFailedSendFailsTheWrite() {
		this.remote.onSend(1, () -> this.remote.failAll(new IOException("gone")));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.writer.send(FRAME, false, true))
			.havingCause()
			.withMessage("gone");
	}

	@Test
	void aSendThatTheContainerForgetsFailsWhenTheSocketIsClosed() throws Exception {
		CompletableFuture<Void> rest = this.writer.send(FRAME, false, false);

		this.writer.closed();

		assertThat(rest).isCompletedExceptionally();
	}

	@Test
	void anInterruptFailsTheWriteAndIsKept() {
		Thread.currentThread().interrupt();

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.writer.send(FRAME, false, true));

		assertThat(Thread.interrupted()).isTrue();
	}

}
