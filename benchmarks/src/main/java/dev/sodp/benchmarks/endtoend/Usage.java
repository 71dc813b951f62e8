// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * What this JVM has used so far: time, CPU of the whole process, time of its compiler,
 * bytes allocated by each thread that lives.
 */
record Usage(long nanos, long cpuNanos, long compileNanos, Map<Long, Long> allocated) {

	private static final OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(OperatingSystemMXBean.class);

	private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

	private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

	static Usage now() {
		long[] ids = THREADS.getAllThreadIds();
		long[] bytes = THREADS.getThreadAllocatedBytes(ids);
		Map<Long, Long> allocated = new HashMap<>();
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] > 0) {
				allocated.put(ids[i], bytes[i]);
			}
		}
		return new Usage(System.nanoTime(), SYSTEM.getProcessCpuTime(),
				TimeUnit.MILLISECONDS.toNanos(COMPILER.getTotalCompilationTime()), allocated);
	}

	/** What was used since then. */
	static Spent since(Usage start) {
		Usage end = now();
		long bytes = 0;
		for (Map.Entry<Long, Long> thread : end.allocated.entrySet()) {
			bytes += thread.getValue() - start.allocated.getOrDefault(thread.getKey(), 0L);
		}
		return new Spent(end.nanos - start.nanos, end.cpuNanos - start.cpuNanos, end.compileNanos - start.compileNanos,
				bytes);
	}

	static int threads() {
		return THREADS.getThreadCount();
	}

	/** Bytes of live objects. */
	static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

	/**
	 * What a stretch of time took.
	 *
	 * @param nanos duration
	 * @param cpuNanos CPU of the process
	 * @param compileNanos what the compiler's threads were busy
	 * @param bytes allocated
	 */
	record Spent(long nanos, long cpuNanos, long compileNanos, long bytes) {

		double cpuMicrosPer(long operations) {
			return this.cpuNanos / 1000.0 / operations;
		}

		double bytesPer(long operations) {
			return (double) this.bytes / operations;
		}

		double perSecond(long operations) {
			return operations * 1e9 / this.nanos;
		}

	}

}
