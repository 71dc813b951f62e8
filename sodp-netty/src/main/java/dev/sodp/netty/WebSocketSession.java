// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.sodp.server.SodpIdentity;
import dev.sodp.transport.EventLoopSocket;
import dev.sodp.transport.SessionInput;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket after its upgrade, behind the decoder of its frames. Everything happens on
 * its event loop, but for what says otherwise.
 */
final class WebSocketSession extends ChannelInboundHandlerAdapter implements EventLoopSocket, MessageListener {

	private static final int NO_CODE = 1005;

	private static final int ABNORMAL = 1006;

	private static final int INTERNAL = 1011;

	private static final Logger logger = LoggerFactory.getLogger(WebSocketSession.class);

	private final Connections connections;

	private final Channel channel;

	private final Loop loop;

	private final ClientFrameDecoder decoder;

	private final MessageAssembly messages;

	private final Outgoing outgoing;

	private @Nullable SessionInput input;

	private boolean suspended;

	private State state = State.OPEN;

	/** How it ended, as far as that is known. */
	private int endCode = ABNORMAL;

	private String endReason = "The connection was lost";

	private @Nullable ScheduledFuture<?> closing;

	/** Set by the first thread that schedules it, always to the same. */
	private volatile @Nullable Runnable writer;

	private @Nullable Runnable whenSent;

	/** The last ping, if it could not be answered when it came. */
	private byte @Nullable [] unanswered;

	/** Of the list of the loop. */
	private @Nullable WebSocketSession next;

	/**
	 * Creates a session, which begins when it is added to the pipeline.
	 * @param connections the endpoint's
	 * @param channel whose pipeline it is added to
	 */
	WebSocketSession(Connections connections, Channel channel) {
		this.connections = connections;
		this.channel = channel;
		this.loop = connections.loop(channel.eventLoop());
		this.decoder = new ClientFrameDecoder(connections.decoderConfig(), this);
		this.messages = new MessageAssembly(connections.maxMessageBytes(), this.loop.scratch(), this);
		this.outgoing = new Outgoing(channel, this.loop.shared());
	}

	/** To be put in front of this session. */
	ClientFrameDecoder decoder() {
		return this.decoder;
	}

	/**
	 * Opens the SODP session. Called once this is in the pipeline, before anything is
	 * read.
	 * @param identity who the client is, or {@code null} if that is not known
	 */
	void open(@Nullable SodpIdentity identity) {
		this.input = this.connections.accept(this, this.channel.remoteAddress(), identity);
	}

	/** Begins to read. */
	void read() {
		if (isReading() && this.channel.isActive()) {
			this.channel.config().setAutoRead(true);
		}
	}

	/** Not called while a frame is passed on. */
	private void readOn() {
		ChannelHandlerContext context = this.channel.pipeline().context(this.decoder);
		if (context != null) {
			this.decoder.resume(context);
		}
		read();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		WebSocketFrame frame = (WebSocketFrame) message;
		try {
			received(frame);
		}
		finally {
			frame.release();
		}
	}

	private void received(WebSocketFrame frame) {
		if (frame instanceof CloseWebSocketFrame close) {
			int code = close.statusCode();
			closing((code < 0) ? NO_CODE : code, close.reasonText());
		}
		else if (this.state != State.OPEN) {
			logger.trace("{} is closing and drops {}", this.channel, frame);
		}
		else if (frame instanceof PingWebSocketFrame) {
			ping(ByteBufUtil.getBytes(frame.content()));
		}
		else if (frame instanceof PongWebSocketFrame) {
			pass(SessionInput::pong);
		}
		else {
			this.messages.add(frame);
		}
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

	@Override
	public boolean isReading() {
		return this.state != State.OPEN || !this.suspended;
	}

	@Override
	public void binary(ByteBuffer message) {
		pass((accepted) -> accepted.received(message));
	}

	@Override
	public void text() {
		pass(SessionInput::receivedText);
	}

	/** Passes on as much that the receiver can tell. */
	@Override
	public void tooLarge() {
		pass((accepted) -> accepted.received(ByteBuffer.wrap(new byte[this.connections.maxMessageBytes() + 1])));
	}

	private void pass(Consumer<SessionInput> event) {
		SessionInput accepted = this.input;
		if (this.state != State.OPEN || accepted == null) {
			return;
		}
		try {
			event.accept(accepted);
		}
		catch (RuntimeException | Error ex) {
			logger.error("A message of {} failed", this.channel, ex);
			close(INTERNAL, "The server failed");
		}
	}

	/** Of several pings, the last one is answered for all. */
	private void ping(byte[] payload) {
		if (this.state != State.OPEN) {
			return;
		}
		if (this.channel.isWritable()) {
			this.channel.write(FrameWriter.pong(this.channel.alloc(), payload), this.channel.voidPromise());
		}
		else {
			this.unanswered = payload;
		}
	}

	private void closing(int code, String reason) {
		if (this.state == State.OPEN) {
			this.endCode = code;
			this.endReason = reason;
			this.outgoing.release();
			sendClose(code, "", State.ENDING).addListener(ChannelFutureListener.CLOSE);
			reportEnd();
		}
		else {
			end();
		}
	}

	private void violation(int code, String reason) {
		if (this.state == State.OPEN) {
			this.endCode = code;
			this.endReason = "The client violates the WebSocket protocol: " + reason;
			this.outgoing.flush();
			sendClose(code, reason, State.ENDING).addListener(this::shutdownOutput);
			reportEnd();
		}
		else {
			end();
		}
	}

	@Override
	public void write(byte[] frame) throws IOException {
		checkOpen();
		this.outgoing.add(frame);
	}

	@Override
	public void flush() throws IOException {
		checkOpen();
		this.outgoing.flush();
	}

	private void checkOpen() throws IOException {
		if (this.state != State.OPEN) {
			throw new IOException("The socket is closed");
		}
	}

	@Override
	public boolean isSending() {
		return this.state == State.OPEN && !this.channel.isWritable();
	}

	@Override
	public void whenSent(Runnable action) {
		this.loop.run(() -> {
			if (isSending()) {
				this.whenSent = action;
			}
			else {
				action.run();
			}
		});
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (!isSending()) {
			sent();
		}
	}

	private void sent() {
		byte[] ping = this.unanswered;
		this.unanswered = null;
		if (ping != null) {
			ping(ping);
			this.channel.flush();
		}
		Runnable action = this.whenSent;
		this.whenSent = null;
		if (action != null) {
			action.run();
		}
	}

	/** Called by any thread. */
	@Override
	public void schedule(Runnable sessionWriter) {
		this.writer = sessionWriter;
		this.loop.schedule(this);
	}

	void runWriter() {
		Runnable scheduled = this.writer;
		if (scheduled != null && this.state == State.OPEN) {
			scheduled.run();
		}
	}

	@Nullable WebSocketSession next() {
		return this.next;
	}

	void next(@Nullable WebSocketSession session) {
		this.next = session;
	}

	@Override
	public boolean suspendReading() {
		this.suspended = true;
		this.channel.config().setAutoRead(false);
		return true;
	}

	/** Called by any thread, and on the loop in the middle of a message. */
	@Override
	public void resumeReading() {
		this.loop.later(() -> {
			this.suspended = false;
			readOn();
		});
	}

	/** Called by any thread. */
	@Override
	public void close(int code, String reason) {
		this.loop.run(() -> closeNow(code, reason));
	}

	/**
	 * Goes on reading, since the peer's answer comes after what it has sent before,
	 * unless nothing can be found in that.
	 */
	private void closeNow(int code, String reason) {
		if (this.state != State.OPEN) {
			return;
		}
		this.outgoing.flush();
		if (this.decoder.isCorrupt()) {
			sendClose(code, reason, State.ENDING).addListener(this::shutdownOutput);
		}
		else {
			sendClose(code, reason, State.CLOSING);
		}
		this.loop.later(this::readOn);
	}

	private ChannelFuture sendClose(int code, String reason, State nextState) {
		this.state = nextState;
		this.closing = this.channel.eventLoop()
			.schedule(this::reset, this.connections.settings().closeTimeout().toMillis(), TimeUnit.MILLISECONDS);
		return this.channel.writeAndFlush(FrameWriter.close(this.channel.alloc(), code, reason));
	}

	/** Closing now would take the close frame from a peer that is still sending. */
	private void shutdownOutput(Future<? super Void> sent) {
		((DuplexChannel) this.channel).shutdownOutput();
	}

	private void end() {
		this.state = State.ENDING;
		this.channel.close();
	}

	/** The peer has not read all, or has not answered in time. */
	private void reset() {
		logger.debug("{} did not end in time", this.channel);
		this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
		end();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		this.state = State.ENDING;
		if (this.closing != null) {
			this.closing.cancel(false);
		}
		this.outgoing.release();
		sent();
		reportEnd();
	}

	private void reportEnd() {
		SessionInput ended = this.input;
		this.input = null;
		if (ended != null) {
			ended.closed(this.endCode, this.endReason);
		}
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (!(cause instanceof CorruptedWebSocketFrameException corrupted)) {
			logger.debug("{} failed", context.channel(), cause);
			end();
		}
		else if (corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
			tooLarge();
		}
		else {
			violation(corrupted.closeStatus().code(), String.valueOf(corrupted.getMessage()));
		}
	}

	/** What happens to messages. */
	private enum State {

		/** They are passed on. */
		OPEN,

		/** A close frame was sent; they are skipped until the peer's. */
		CLOSING,

		/** Whatever comes is dropped. */
		ENDING

	}

}
