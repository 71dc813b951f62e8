// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

import java.io.IOException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A link over the JDK's WebSocket.
 *
 * <p>
 * The JDK requires each send to wait for the previous one. A send therefore only
 * enqueues; the thread that finds the queue idle drains it, and draining continues when a
 * pending send completes.
 */
final class JdkLink implements Link, WebSocket.Listener {

	private static final int TOO_BIG = 1009;

	/**
	 * Most bytes that may wait for a peer that does not read; far more than a client that
	 * waits for answers ever has in flight.
	 */
	static final long MAX_UNSENT_BYTES = 64L * 1024 * 1024;

	/**
	 * How long a peer may take to answer a close frame before the connection is dropped.
	 */
	private static final long CLOSE_GRACE_SECONDS = 2;

	private final LinkListener listener;

	private final ServerAddresses.@Nullable Target target;

	private final MessageAssembler assembler;

	/** Runs what it is given when a peer had time to answer a close frame. */
	private final Executor closeTimer;

	private final Queue<Function<WebSocket, CompletableFuture<?>>> outbound = new ConcurrentLinkedQueue<>();

	/**
	 * Number of queued sends plus the one in progress; zero means that no thread is
	 * draining.
	 */
	private final AtomicInteger unsent = new AtomicInteger();

	private final AtomicLong unsentBytes = new AtomicLong();

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable WebSocket webSocket;

	private volatile @Nullable CompletableFuture<WebSocket> connecting;

	private volatile boolean aborted;

	/**
	 * Creates a link.
	 * @param target where it leads
	 */
	JdkLink(int maxMessageBytes, LinkListener listener, ServerAddresses.Target target) {
		this(maxMessageBytes, listener, target,
				CompletableFuture.delayedExecutor(CLOSE_GRACE_SECONDS, TimeUnit.SECONDS, Runnable::run));
	}

	JdkLink(int maxMessageBytes, LinkListener listener, Executor closeTimer) {
		this(maxMessageBytes, listener, null, closeTimer);
	}

	private JdkLink(int maxMessageBytes, LinkListener listener, ServerAddresses.@Nullable Target target,
			Executor closeTimer) {
		this.listener = listener;
		this.target = target;
		this.closeTimer = closeTimer;
		this.assembler = new MessageAssembler(maxMessageBytes);
	}

	void connecting(CompletableFuture<WebSocket> connecting) {
		this.connecting = connecting;
		if (this.aborted) {
			connecting.cancel(true);
		}
		connecting.whenComplete((socket, failure) -> {
			if (failure != null && !this.aborted) {
				end(notOpened(describe(failure)));
			}
		});
	}

	/** A refusal is an answer; anything else may be the fault of the address. */
	private LinkEnd notOpened(LinkEnd end) {
		if (this.target == null || end.httpStatus().isPresent()) {
			return end;
		}
		this.target.failed();
		return new LinkEnd(end.code(), end.reason() + this.target.details(), end.httpStatus(), end.cause());
	}

	@Override
	public String details() {
		return (this.target != null && this.webSocket == null) ? this.target.details() : "";
	}

	/** Reports the end once. */
	void end(LinkEnd end) {
		if (this.ended.compareAndSet(false, true)) {
			this.listener.closed(end);
		}
	}

	@Override
	public void send(byte[] frame) {
		if (this.ended.get()) {
			return;
		}
		long waiting = this.unsentBytes.addAndGet(frame.length);
		if (waiting > MAX_UNSENT_BYTES) {
			end(LinkEnd.failed(new IOException("The server does not read: " + waiting + " bytes wait to be sent")));
			abort();
			return;
		}
		enqueue((socket) -> socket.sendBinary(ByteBuffer.wrap(frame), true)
			.whenComplete((result, failure) -> this.unsentBytes.addAndGet(-frame.length)));
	}

	@Override
	public void ping() {
		enqueue((socket) -> socket.sendPing(ByteBuffer.allocate(0)));
	}

	@Override
	public void close(int code, String reason) {
		if (this.webSocket == null) {
			abort();
			return;
		}
		enqueue((socket) -> socket.sendClose(sendable(code), reason));
		this.closeTimer.execute(this::abort);
	}

	/**
	 * Of the close codes below 3000 the JDK sends these four; the others are mapped to
	 * private codes with the same last digits.
	 */
	private static int sendable(int code) {
		return switch (code) {
			case 1000, 1001, 1008, 1011 -> code;
			default -> (code >= 3000) ? code : 3000 + code;
		};
	}

	@Override
	public void abort() {
		this.aborted = true;
		WebSocket socket = this.webSocket;
		CompletableFuture<WebSocket> pending = this.connecting;
		if (socket != null) {
			socket.abort();
		}
		else if (pending != null) {
			// The JDK's own time-out ends with the headers of an answer, so that a body
			// that never ends would hold the socket for good.
			if (this.target != null && !pending.isDone()) {
				this.target.failed();
			}
			pending.cancel(true);
		}
	}

	private void enqueue(Function<WebSocket, CompletableFuture<?>> send) {
		this.outbound.add(send);
		if (this.unsent.getAndIncrement() == 0) {
			drain();
		}
	}

	private void drain() {
		WebSocket socket = this.webSocket;
		if (socket == null) {
			throw new IllegalStateException("The link is not open yet");
		}
		do {
			Function<WebSocket, CompletableFuture<?>> send = this.outbound.remove();
			CompletableFuture<?> sent = send.apply(socket);
			if (!sent.isDone()) {
				sent.whenComplete((result, failure) -> sent(failure));
				return;
			}
			if (sent.isCompletedExceptionally()) {
				sent.whenComplete((result, failure) -> sendFailed(failure));
				return;
			}
		}
		while (this.unsent.decrementAndGet() > 0);
	}

	private void sent(@Nullable Throwable failure) {
		if (failure != null) {
			sendFailed(failure);
		}
		else if (this.unsent.decrementAndGet() > 0) {
			drain();
		}
	}

	/** The queue stays claimed for good: nothing can be sent after a failure. */
	private void sendFailed(Throwable failure) {
		this.outbound.clear();
		abort();
		end(describe(failure));
	}

	@Override
	public void onOpen(WebSocket socket) {
		this.webSocket = socket;
		if (this.aborted) {
			socket.abort();
			return;
		}
		this.listener.opened(this);
		socket.request(1);
	}

	@Override
	public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
		ByteBuffer message;
		try {
			message = this.assembler.add(data, last);
		}
		catch (MessageTooBigException ex) {
			end(new LinkEnd(TOO_BIG, ex.getMessage(), OptionalInt.empty(), ex));
			close(TOO_BIG, "Message too big");
			return null;
		}
		if (message == null) {
			return alive(socket);
		}
		if (!this.ended.get()) {
			this.listener.received(message);
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		return alive(socket);
	}

	@Override
	public @Nullable CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
		return alive(socket);
	}

	@Override
	public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
		return alive(socket);
	}

	private @Nullable CompletionStage<?> alive(WebSocket socket) {
		if (!this.ended.get()) {
			this.listener.alive();
		}
		socket.request(1);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
		end(LinkEnd.closed(code, reason));
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable failure) {
		end(describe(failure));
	}

	private static LinkEnd describe(Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof WebSocketHandshakeException handshake) {
			int status = handshake.getResponse().statusCode();
			return new LinkEnd(LinkEnd.ABNORMAL, "The server answered the WebSocket upgrade with HTTP status " + status,
					OptionalInt.of(status), cause);
		}
		return LinkEnd.failed(cause);
	}

}
