// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * Bytes allocated by the current thread; unlike time the same on a busy machine.
 */
final class Allocation {

	private Allocation() {
	}

	static long ofThisThread() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

}
