// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;

/**
 * The asynchronous end of a container's session, whose sends last until the test ends
 * them.
 */
final class Remote {

	final RemoteEndpoint.Async async = mock();

	final List<ByteBuffer> sent = new ArrayList<>();

	private final Session session = mock();

	private final List<SendHandler> pending = new ArrayList<>();

	private Runnable action = () -> {
	};

	private int countdown;

	Remote() {
		willAnswer((invocation) -> {
			this.sent.add(invocation.getArgument(0));
			this.pending.add(invocation.getArgument(1));
			if (--this.countdown == 0) {
				this.action.run();
			}
			return null;
		}).given(this.async).sendBinary(any(ByteBuffer.class), any(SendHandler.class));
	}

	/** Does something when a number of frames have been sent. */
	void onSend(int frames, Runnable newAction) {
		this.countdown = frames;
		this.action = newAction;
	}

	void takeAll() {
		end(new SendResult(this.session));
	}

	void failAll(Throwable failure) {
		end(new SendResult(this.session, failure));
	}

	private void end(SendResult result) {
		List<SendHandler> ended = List.copyOf(this.pending);
		this.pending.clear();
		ended.forEach((handler) -> handler.onResult(result));
	}

}
