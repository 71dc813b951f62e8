// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of an endpoint, all of one kind.
 *
 * @param kind their kind
 * @param group the loops
 */
record EventLoops(LoopKind kind, EventLoopGroup group) {

	private static final Logger logger = LoggerFactory.getLogger(EventLoops.class);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Makes the loops, of the first kind of which all can be made: a ring less than there
	 * are loops would leave some of the sessions on another kind.
	 * @param kinds what to try, in this order
	 * @param loops number of loops
	 * @return the loops
	 * @throws IllegalStateException if they can be made of no kind
	 */
	static EventLoops open(List<LoopKind> kinds, int loops) {
		List<String> failures = new ArrayList<>();
		Throwable last = null;
		for (LoopKind kind : kinds) {
			Throwable reason = kind.unavailable().get();
			if (reason == null) {
				try {
					EventLoops opened = new EventLoops(kind, group(kind, loops));
					logger.info("SODP on Netty uses {} with {} event loops{}", kind.transport(), loops,
							failures.isEmpty() ? "" : ", since " + String.join(", and ", failures));
					return opened;
				}
				catch (IllegalStateException | Error ex) {
					reason = (ex.getCause() != null) ? ex.getCause() : ex;
				}
			}
			failures.add(kind.transport() + " does not work here (" + innermost(reason) + ")");
			last = reason;
		}
		throw new IllegalStateException("No event loops: " + String.join(", and ", failures), last);
	}

	private static EventLoopGroup group(LoopKind kind, int loops) {
		return new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("sodp-netty", false),
				kind.handlers().get());
	}

	/** What the native library or the kernel said, without what was thrown around it. */
	private static String innermost(Throwable failure) {
		Throwable innermost = failure;
		@Nullable Throwable cause = failure.getCause();
		while (cause != null) {
			innermost = cause;
			cause = cause.getCause();
		}
		String message = innermost.getMessage();
		return (message != null) ? message.lines().findFirst().orElse("") : innermost.getClass().getSimpleName();
	}

	Class<? extends ServerSocketChannel> channel() {
		return this.kind.channel();
	}

	/** Ends the loops, after what they have begun. */
	void close() {
		Future<?> ended = this.group.shutdownGracefully(0, SHUTDOWN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		ended.awaitUninterruptibly(SHUTDOWN_TIMEOUT.toMillis());
	}

}
