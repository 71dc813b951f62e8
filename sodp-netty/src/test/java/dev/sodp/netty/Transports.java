// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

import java.util.List;
import java.util.stream.Stream;

/** The kinds of event loops that work where the tests run; NIO always does. */
final class Transports {

	private static final List<IoTransport> USABLE = usable();

	private Transports() {
	}

	private static List<IoTransport> usable() {
		return Stream.of(IoTransport.IO_URING, IoTransport.EPOLL, IoTransport.NIO).filter((transport) -> {
			Throwable reason = LoopKind.of(transport).get(0).unavailable().get();
			if (reason != null) {
				System.out.println("Not tested: " + transport + ", as " + reason);
			}
			return reason == null;
		}).toList();
	}

	static Stream<IoTransport> all() {
		if (!USABLE.contains(IoTransport.NIO)) {
			throw new IllegalStateException("NIO works everywhere");
		}
		return USABLE.stream();
	}

}
