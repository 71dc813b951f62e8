// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.transport.SessionInput;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.web.socket.CloseStatus;

/**
 * State of a single socket. The socket may be closed before the acceptor has returned the
 * handler to report that to.
 */
final class Connection {

	private final ContainerSessionSocket socket;

	private final MessageAssembly assembly;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable SessionInput input;

	private @Nullable CloseStatus end;

	private final @Nullable UpgradeUser user;

	/** Whether the next part begins a message. Only used by the reading thread. */
	private boolean first = true;

	Connection(ContainerSessionSocket socket, int maxMessageBytes, @Nullable UpgradeUser user) {
		this.socket = socket;
		this.user = user;
		this.assembly = new MessageAssembly(maxMessageBytes);
	}

	void accepted(SessionInput accepted) {
		CloseStatus earlier;
		this.lock.lock();
		try {
			this.input = accepted;
			earlier = this.end;
		}
		finally {
			this.lock.unlock();
		}
		if (earlier != null) {
			report(accepted, earlier);
		}
	}

	SessionInput input() {
		SessionInput accepted = this.input;
		Assert.state(accepted != null, "A message arrived before the socket was accepted");
		return accepted;
	}

	void received(ByteBuffer part, boolean last) {
		if (this.first && this.user != null && CallFrames.isCall(part)) {
			this.user.wrote();
		}
		this.first = last;
		this.assembly.add(part, last, input()::received);
	}

	void ponged(ByteBuffer payload) {
		if (payload.remaining() == Long.BYTES) {
			this.socket.ponged(payload.getLong(payload.position()));
		}
		input().pong();
	}

	void closed(CloseStatus status) {
		this.socket.closed();
		if (this.user != null) {
			this.user.closed();
		}
		SessionInput accepted;
		this.lock.lock();
		try {
			this.end = status;
			accepted = this.input;
		}
		finally {
			this.lock.unlock();
		}
		if (accepted != null) {
			report(accepted, status);
		}
	}

	private static void report(SessionInput accepted, CloseStatus status) {
		String reason = status.getReason();
		accepted.closed(status.getCode(), (reason != null) ? reason : "");
	}

}
