// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/**
 * Netty's decoder of the frames of a client, which waits with the next frame while the
 * session is not reading. What has been read by then stays encoded, so that it is bounded
 * by one read and takes no more memory than on the wire.
 */
final class ClientFrameDecoder extends WebSocket13FrameDecoder {

	private final MessageListener listener;

	/** Whether the bytes make no sense any more. */
	private boolean corrupt;

	/**
	 * Creates a decoder.
	 * @param config the same for all sessions
	 * @param listener whether it is reading
	 */
	ClientFrameDecoder(WebSocketDecoderConfig config, MessageListener listener) {
		super(config);
		this.listener = listener;
	}

	/**
	 * The rules for the frames of clients. The session ends a connection by itself.
	 * @param maxMessageBytes largest message, of one frame or of several
	 * @return the rules
	 */
	static WebSocketDecoderConfig config(int maxMessageBytes) {
		return WebSocketDecoderConfig.newBuilder()
			.expectMaskedFrames(true)
			.allowMaskMismatch(false)
			.allowExtensions(false)
			.maxFramePayloadLength(maxMessageBytes)
			.closeOnProtocolViolation(false)
			.withUTF8Validator(false)
			.build();
	}

	/** Whether no further frame will be found. */
	boolean isCorrupt() {
		return this.corrupt;
	}

	/** Goes on with what has been read. Not called while a frame is passed on. */
	void resume(ChannelHandlerContext context) {
		try {
			channelRead(context, Unpooled.EMPTY_BUFFER);
		}
		catch (Exception ex) {
			context.fireExceptionCaught(ex);
		}
		context.fireChannelReadComplete();
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
		if (this.corrupt) {
			in.skipBytes(in.readableBytes());
		}
		else if (this.listener.isReading()) {
			try {
				super.decode(context, in, out);
			}
			catch (CorruptedWebSocketFrameException ex) {
				this.corrupt = true;
				throw ex;
			}
		}
	}

	/**
	 * Unlike the superclass, reads nothing more when nothing was decoded and the channel
	 * does not read by itself: then the session wants nothing.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		discardSomeReadBytes();
		context.fireChannelReadComplete();
	}

}
