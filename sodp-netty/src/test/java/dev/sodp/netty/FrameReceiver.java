// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** A pipeline in memory like that of a session, and what has come out of it. */
final class FrameReceiver extends ChannelInboundHandlerAdapter implements MessageListener, AutoCloseable {

	static final String TEXT = "text";

	static final String TOO_LARGE = "too large";

	private final List<String> received = new ArrayList<>();

	private final List<Throwable> failures = new ArrayList<>();

	private final List<ByteBuf> sent = new ArrayList<>();

	private final Random pauses;

	private final ClientFrameDecoder decoder;

	private final MessageAssembly messages;

	private final ReadCounter reads = new ReadCounter();

	private final EmbeddedChannel channel;

	private boolean reading = true;

	/**
	 * Creates a receiver.
	 * @param maxMessageBytes largest message
	 * @param pauses decides after which frames nothing more is taken
	 */
	FrameReceiver(int maxMessageBytes, Random pauses) {
		this.pauses = pauses;
		this.decoder = new ClientFrameDecoder(ClientFrameDecoder.config(maxMessageBytes), this);
		this.messages = new MessageAssembly(maxMessageBytes, new Scratch(), this);
		this.channel = new EmbeddedChannel(this.reads, this.decoder, this);
		this.channel.config().setAutoRead(false);
		this.reads.count = 0;
	}

	static String binary(byte[] message) {
		return "binary " + HexFormat.of().formatHex(message);
	}

	static String ping(byte[] payload) {
		return "ping " + HexFormat.of().formatHex(payload);
	}

	List<String> received() {
		return this.received;
	}

	List<Throwable> failures() {
		return this.failures;
	}

	/** How often the pipeline has asked for more than it was given. */
	int reads() {
		return this.reads.count;
	}

	/** Whether nothing of what was sent is kept. */
	boolean keepsNothing() {
		return this.sent.stream().allMatch((bytes) -> bytes.refCnt() == 0);
	}

	void send(byte[] bytes) {
		ByteBuf buffer = Unpooled.copiedBuffer(bytes);
		this.sent.add(buffer);
		this.channel.writeInbound(buffer);
	}

	void pause() {
		this.reading = false;
	}

	void resume() {
		while (!this.reading) {
			this.reading = true;
			this.decoder.resume(this.channel.pipeline().context(this.decoder));
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		WebSocketFrame frame = (WebSocketFrame) message;
		if (!this.reading) {
			this.received.add("while nothing was taken");
		}
		if (frame instanceof PingWebSocketFrame) {
			add(ping(ByteBufUtil.getBytes(frame.content())));
		}
		else if (!(frame instanceof PongWebSocketFrame || frame instanceof CloseWebSocketFrame)) {
			this.messages.add(frame);
		}
		frame.release();
	}

	private void add(String event) {
		this.received.add(event);
		this.reading = this.pauses.nextInt(4) != 0;
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		this.failures.add(cause);
	}

	@Override
	public boolean isReading() {
		return this.reading;
	}

	@Override
	public void binary(ByteBuffer message) {
		byte[] bytes = new byte[message.remaining()];
		message.get(bytes);
		add(binary(bytes));
	}

	@Override
	public void text() {
		add(TEXT);
	}

	@Override
	public void tooLarge() {
		add(TOO_LARGE);
	}

	@Override
	public void close() {
		this.channel.finishAndReleaseAll();
	}

	private static final class ReadCounter extends ChannelOutboundHandlerAdapter {

		private int count;

		@Override
		public void read(ChannelHandlerContext context) {
			this.count++;
			context.read();
		}

	}

}
