// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.List;
import java.util.function.Supplier;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * What Netty needs for a kind of event loop.
 *
 * @param transport what the loops use
 * @param channel the socket that accepts on them
 * @param unavailable says why such loops cannot be made here, or returns null
 * @param handlers makes the part of a loop that asks the operating system
 */
record LoopKind(IoTransport transport, Class<? extends ServerSocketChannel> channel,
		Supplier<@Nullable Throwable> unavailable, Supplier<IoHandlerFactory> handlers) {

	private static final LoopKind IO_URING = new LoopKind(IoTransport.IO_URING, IoUringServerSocketChannel.class,
			IoUring::unavailabilityCause, IoUringIoHandler::newFactory);

	private static final LoopKind EPOLL = new LoopKind(IoTransport.EPOLL, EpollServerSocketChannel.class,
			Epoll::unavailabilityCause, EpollIoHandler::newFactory);

	private static final LoopKind NIO = new LoopKind(IoTransport.NIO, NioServerSocketChannel.class, () -> null,
			NioIoHandler::newFactory);

	/**
	 * Returns the kinds to try.
	 * @param wanted what was asked for
	 * @return the kinds, the best one first
	 */
	static List<LoopKind> of(IoTransport wanted) {
		return switch (wanted) {
			case AUTO -> List.of(IO_URING, EPOLL, NIO);
			case IO_URING -> List.of(IO_URING);
			case EPOLL -> List.of(EPOLL);
			case NIO -> List.of(NIO);
		};
	}

}
