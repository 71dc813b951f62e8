// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

import java.io.IOException;

/** Threads of test servers and proxies, which end with their sockets. */
final class Daemons {

	private Daemons() {
	}

	static void start(String name, Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// The end of a socket is the end of its thread.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	@FunctionalInterface
	interface Work {

		void run() throws IOException;

	}

}
