// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import jakarta.websocket.RemoteEndpoint;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;

class AsyncFrameWriterTests {

	private final RemoteEndpoint.Async remote = mock();

	private final AsyncFrameWriter writer = new AsyncFrameWriter(this.remote);

	@Test
	void noSendLastsLongerThanTheLimit() {
		then(this.remote).should().setSendTimeout(SodpWebSocketHandler.SEND_TIMEOUT.toMillis());
	}

	@Test
	void theContainerGetsAllFramesInOrderBeforeTheWriterWaits() throws Exception {
		CompletableFuture<Void> first = new CompletableFuture<>();
		given(this.remote.sendBinary(any(ByteBuffer.class))).willReturn(first).willAnswer((invocation) -> {
			first.complete(null);
			return CompletableFuture.completedFuture(null);
		});

		this.writer.gather(new byte[] { 1 });
		this.writer.sendLast(new byte[] { 2 });

		InOrder order = inOrder(this.remote);
		order.verify(this.remote).sendBinary(ByteBuffer.wrap(new byte[] { 1 }));
		order.verify(this.remote).sendBinary(ByteBuffer.wrap(new byte[] { 2 }));
	}

	@Test
	void aFailedSendFailsTheWrite() {
		given(this.remote.sendBinary(any(ByteBuffer.class)))
			.willReturn(CompletableFuture.failedFuture(new IOException("gone")));

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.writer.sendLast(new byte[] { 1 }))
			.havingCause()
			.withMessage("gone");
	}

	@Test
	void anInterruptFailsTheWriteAndIsKept() {
		given(this.remote.sendBinary(any(ByteBuffer.class))).willReturn(new CompletableFuture<>());
		Thread.currentThread().interrupt();

		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.writer.sendLast(new byte[] { 1 }));

		assertThat(Thread.interrupted()).isTrue();
	}

}
