// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

/**
 * How an endpoint asks the operating system to read and write its sockets.
 */
public enum IoTransport {

	/** The first of the others, in their order, that works here. */
	AUTO,

	/**
	 * Linux io_uring, which hands over the writes to many sockets in one system call.
	 * Needs {@code netty-transport-native-io_uring} for the platform, a kernel and a
	 * container that allow it, and lockable memory for the ring of each event loop.
	 */
	IO_URING,

	/** Linux epoll. Needs {@code netty-transport-native-epoll} for the platform. */
	EPOLL,

	/** The JDK's selectors, which work everywhere. */
	NIO;

	/** Its name in the log. */
	@Override
	public String toString() {
		return switch (this) {
			case AUTO -> "auto";
			case IO_URING -> "io_uring";
			case EPOLL -> "epoll";
			case NIO -> "NIO";
		};
	}

}
