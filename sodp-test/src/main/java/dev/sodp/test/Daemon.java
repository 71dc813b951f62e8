// SPDX-License-Identifier: Apache-2.0

package dev.sodp.test;

/**
 * Creates threads that do not keep the JVM of the tests alive.
 */
final class Daemon {

	private Daemon() {
	}

	static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

}
