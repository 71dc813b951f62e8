// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import dev.sodp.internal.OncePerMinute;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves clients in the backlog for a while when a connection cannot be accepted, as at
 * the limit of open files. Trying again at once would keep the event loop busy with
 * nothing else.
 */
final class AcceptBackoff extends ChannelInboundHandlerAdapter {

	private static final int MILLIS = 500;

	private static final Logger logger = LoggerFactory.getLogger(AcceptBackoff.class);

	private final OncePerMinute lines = new OncePerMinute(System::nanoTime);

	@Override
	public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
		OptionalLong earlier = this.lines.next();
		if (earlier.isPresent()) {
			logger.warn("A connection could not be accepted: {}. The next try is {} ms later. {} failures before this"
					+ " one were not logged", cause.toString(), MILLIS, earlier.getAsLong());
		}
		if (ctx.channel().config().isAutoRead()) {
			ctx.channel().config().setAutoRead(false);
			ctx.executor().schedule(() -> ctx.channel().config().setAutoRead(true), MILLIS, TimeUnit.MILLISECONDS);
		}
	}

}
