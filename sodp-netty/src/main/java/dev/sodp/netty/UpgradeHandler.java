// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.sodp.server.AuthenticationRefusedException;
import dev.sodp.server.SodpIdentity;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the one request of a connection, and makes room for a {@link WebSocketSession}.
 *
 * <p>
 * A client may send frames together with its request, or while its identity is being
 * found out. They must neither reach the HTTP decoder, which therefore leaves the
 * pipeline with the request, nor be processed before the upgrade is accepted. Until then
 * the socket is left unread, and the little that had been read before waits here.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {

	/** More than reads that had begun when reading was stopped can bring. */
	static final int MOST_EARLY_BYTES = 256 * 1024;

	private static final Refusal TOO_EARLY = new Refusal(413,
			"413 Content Too Large: a client sends nothing before its upgrade is accepted.\n");

	private static final Logger logger = LoggerFactory.getLogger(UpgradeHandler.class);

	private final Connections connections;

	private @Nullable HttpRequest request;

	/** What arrived behind the request. */
	private @Nullable ByteBuf early;

	private @Nullable ScheduledFuture<?> timeout;

	private State state = State.READING;

	UpgradeHandler(Connections connections) {
		this.connections = connections;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext ctx) {
		this.timeout = ctx.executor()
			.schedule(() -> ctx.close(), this.connections.settings().upgradeTimeout().toMillis(),
					TimeUnit.MILLISECONDS);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext ctx) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
		if (this.early != null) {
			this.early.release();
			this.early = null;
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (message instanceof ByteBuf bytes) {
			keep(ctx, bytes);
			return;
		}
		try {
			if (message instanceof HttpRequest head) {
				this.request = head;
			}
			if (message instanceof LastHttpContent && this.request != null && this.state == State.READING) {
				received(ctx, this.request);
			}
			else if (message instanceof HttpRequest head && head.decoderResult().isFailure()) {
				received(ctx, head);
			}
		}
		finally {
			ReferenceCountUtil.release(message);
		}
	}

	private void keep(ChannelHandlerContext ctx, ByteBuf bytes) {
		if (this.state != State.WAITING) {
			bytes.release();
			return;
		}
		ByteBuf before = this.early;
		if (before == null) {
			this.early = bytes;
		}
		else {
			this.early = ctx.alloc().buffer(before.readableBytes() + bytes.readableBytes());
			this.early.writeBytes(before).writeBytes(bytes);
			before.release();
			bytes.release();
		}
		if (this.early.readableBytes() > MOST_EARLY_BYTES) {
			refuse(ctx, TOO_EARLY);
		}
	}

	private void received(ChannelHandlerContext ctx, HttpRequest head) {
		this.state = State.WAITING;
		ctx.channel().config().setAutoRead(false);
		boolean secure = ctx.pipeline().get(SslHandler.class) != null;
		UpgradeRequest upgrade = new UpgradeRequest(head, (InetSocketAddress) ctx.channel().remoteAddress(), secure);
		Refusal refusal = this.connections.refusal(upgrade);
		if (refusal == null) {
			// Hands over what it has read beyond the request.
			ctx.pipeline().remove(HttpRequestDecoder.class);
			identify(ctx, upgrade);
		}
		else {
			refuse(ctx, refusal);
		}
	}

	private void identify(ChannelHandlerContext ctx, UpgradeRequest upgrade) {
		CompletionStage<@Nullable SodpIdentity> asked = this.connections.identify(upgrade);
		if (asked == null) {
			answered(ctx, upgrade, null, null);
			return;
		}
		asked.whenComplete(
				(identity, failure) -> ctx.executor().execute(() -> answered(ctx, upgrade, identity, failure)));
	}

	private void answered(ChannelHandlerContext ctx, UpgradeRequest upgrade, @Nullable SodpIdentity identity,
			@Nullable Throwable failure) {
		if (this.state != State.WAITING || !ctx.channel().isActive()) {
			return;
		}
		Refusal refusal = (failure != null) ? refusal(failure, upgrade.authorization())
				: this.connections.refusal(upgrade, identity);
		if (refusal == null) {
			upgrade(ctx, upgrade, identity);
		}
		else {
			refuse(ctx, refusal);
		}
	}

	private static Refusal refusal(Throwable failure, @Nullable String authorization) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof UpgradeRefusedException refused) {
			return Refusal.of(refused.status(), authorization, String.valueOf(refused.getMessage()));
		}
		if (cause instanceof AuthenticationRefusedException refused) {
			return Refusal.of(Refusal.UNAUTHORIZED, authorization, String.valueOf(refused.getMessage()));
		}
		logger.error("The authenticator of upgrades failed", cause);
		return new Refusal(500, "500 Internal Server Error: the server could not find out who asks.\n");
	}

	private void upgrade(ChannelHandlerContext ctx, UpgradeRequest upgrade, @Nullable SodpIdentity identity) {
		this.state = State.DONE;
		ByteBuf behind = this.early;
		this.early = null;
		ctx.writeAndFlush(HttpAnswers.upgraded(ctx, String.valueOf(upgrade.header("Sec-WebSocket-Key"))),
				ctx.voidPromise());
		WebSocketSession session = new WebSocketSession(this.connections, ctx.channel());
		ctx.pipeline().addLast(session.decoder(), session);
		session.open(identity);
		if (behind != null) {
			ctx.fireChannelRead(behind);
			ctx.fireChannelReadComplete();
		}
		ctx.pipeline().remove(this);
		session.read();
	}

	private void refuse(ChannelHandlerContext ctx, Refusal refusal) {
		this.state = State.DONE;
		ctx.writeAndFlush(HttpAnswers.refused(ctx, refusal)).addListener(ChannelFutureListener.CLOSE);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		logger.debug("{} did not become a WebSocket", ctx.channel(), cause);
		ctx.close();
	}

	/** What happens to bytes. */
	private enum State {

		/** They belong to the request. */
		READING,

		/** They wait for the upgrade. */
		WAITING,

		/** They are dropped. */
		DONE

	}

}
