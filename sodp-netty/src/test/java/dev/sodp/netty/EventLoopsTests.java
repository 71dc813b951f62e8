// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.ThreadAwareExecutor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Which event loops are made. */
class EventLoopsTests {

	private static final LoopKind NIO = LoopKind.of(IoTransport.NIO).get(0);

	private final AtomicInteger made = new AtomicInteger();

	private static LoopKind unavailable(IoTransport transport) {
		return new LoopKind(transport, NioServerSocketChannel.class, () -> new UnsatisfiedLinkError("no library"),
				NioIoHandler::newFactory);
	}

	/** Of which no more loops than a number can be made, like rings without memory. */
	private LoopKind limited(int most) {
		IoHandlerFactory nio = NioIoHandler.newFactory();
		return new LoopKind(IoTransport.IO_URING, NioServerSocketChannel.class, () -> null,
				() -> new IoHandlerFactory() {

					@Override
					public IoHandler newHandler(ThreadAwareExecutor executor) {
						if (EventLoopsTests.this.made.incrementAndGet() > most) {
							throw new IllegalStateException("failed to create a ring: cannot allocate memory");
						}
						return nio.newHandler(executor);
					}

				});
	}

	@Test
	void allAreOfTheFirstKindThatWorks() {
		EventLoops loops = EventLoops
			.open(List.of(unavailable(IoTransport.IO_URING), unavailable(IoTransport.EPOLL), NIO), 2);

		assertThat(loops.kind()).isEqualTo(NIO);
		loops.close();
	}

	@Test
	void noneIsOfAKindOfWhichNotAllCanBeMade() {
		EventLoops loops = EventLoops.open(List.of(limited(2), NIO), 3);

		assertThat(this.made).hasValue(3);
		assertThat(loops.kind()).isEqualTo(NIO);
		loops.close();
	}

	@Test
	void whatWasAskedForIsNotReplaced() {
		assertThatIllegalStateException().isThrownBy(() -> EventLoops.open(List.of(unavailable(IoTransport.EPOLL)), 1))
			.withMessageContaining("epoll does not work here (no library)");
	}

}
