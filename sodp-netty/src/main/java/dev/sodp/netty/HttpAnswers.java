// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The two answers to the one request of a connection (RFC 6455, section 4.2.2).
 */
final class HttpAnswers {

	private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

	private HttpAnswers() {
	}

	static ByteBuf upgraded(ChannelHandlerContext ctx, String key) {
		return ascii(ctx, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n");
	}

	static ByteBuf refused(ChannelHandlerContext ctx, Refusal refusal) {
		byte[] body = refusal.text().getBytes(StandardCharsets.UTF_8);
		ByteBuf answer = ascii(ctx,
				"HTTP/1.1 " + HttpResponseStatus.valueOf(refusal.status()) + "\r\n"
						+ (refusal.header().isEmpty() ? "" : refusal.header() + "\r\n")
						+ "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + body.length
						+ "\r\nConnection: close\r\n\r\n");
		return answer.writeBytes(body);
	}

	private static ByteBuf ascii(ChannelHandlerContext ctx, String text) {
		return ByteBufUtil.writeAscii(ctx.alloc(), text);
	}

	private static String accept(String key) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-1")
				.digest((key.strip() + GUID).getBytes(StandardCharsets.US_ASCII));
			return Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-1", ex);
		}
	}

}
