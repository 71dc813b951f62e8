// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A {@link Node} that carries out one command a line. */
public final class NodeProgram {

	static final String REPLY = "REPLY ";

	private static final int MOST_OUTSTANDING = 1000;

	private final Node node;

	private NodeProgram(Node node) {
		this.node = node;
	}

	/**
	 * Runs until the input ends.
	 * @param args port of the engine
	 */
	public static void main(String[] args) throws Exception {
		try (Node node = Node.start(Integer.parseInt(args[0]))) {
			NodeProgram program = new NodeProgram(node);
			System.out.println(REPLY + 0);
			BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				System.out.println(REPLY + program.run(line.split(" ")));
			}
		}
		System.exit(0);
	}

	private long run(String[] words) throws IOException, InterruptedException {
		return switch (words[0]) {
			case "watch" -> {
				this.node.watch(Integer.parseInt(words[1]), new Keys(words[2], Integer.parseInt(words[3])));
				yield 0;
			}
			case "write" -> {
				write(Integer.parseInt(words[1]), Integer.parseInt(words[2]),
						new Keys(words[3], Integer.parseInt(words[4])));
				yield 0;
			}
			case "cpu" -> ProcessorTime.nanos();
			case "heap" -> heap();
			case "deltas" -> this.node.deltas();
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	/** At even intervals, or later if the answers do not come in time. */
	private void write(int perSecond, int seconds, Keys keys) throws InterruptedException {
		Semaphore outstanding = new Semaphore(MOST_OUTSTANDING);
		long start = System.nanoTime();
		int count = perSecond * seconds;
		for (int i = 0; i < count; i++) {
			long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
			while (due - System.nanoTime() > 0) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			outstanding.acquire();
			this.node.server()
				.setInAsync(keys.name(i), Keys.CHANGING, 1_000_000 + i)
				.whenComplete((version, failure) -> outstanding.release());
		}
		outstanding.acquire(MOST_OUTSTANDING);
	}

	private static long heap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 4; i++) {
			System.gc();
			least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		}
		return least;
	}

}
