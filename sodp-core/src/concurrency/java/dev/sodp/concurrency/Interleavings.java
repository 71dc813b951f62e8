// SPDX-License-Identifier: Apache-2.0

package dev.sodp.concurrency;

import java.util.ArrayList;
import java.util.List;

import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.LincheckSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Runs a scenario under one interleaving of its threads after another: a thread may be
 * interrupted at each access to shared memory.
 *
 * <p>
 * The choice of interleavings is the same in every run, those with few switches come
 * first. A scenario in which all threads wait for each other fails, so a lost wake-up
 * needs no timeout to be noticed. Memory is sequentially consistent here; what a missing
 * {@code volatile} does is not explored.
 */
public final class Interleavings {

	private static final int COUNT = Integer.getInteger("concurrency.interleavings", 100);

	/** More than the pool's threads go round before they park. */
	private static final int LOOPS_BEFORE_SWITCH = 30;

	private static final int LOOPS_BEFORE_FAILURE = 100;

	private static final int RECURSION = 20;

	/**
	 * The JDK's queues and locks are taken for correct: a thread that uses one is
	 * interrupted before and after, not within. Else the places in this project's code
	 * would be few among very many.
	 */
	private static final LincheckSettings SETTINGS = new LincheckSettings(false, LOOPS_BEFORE_SWITCH,
			LOOPS_BEFORE_FAILURE, RECURSION);

	private Interleavings() {
	}

	/**
	 * Explores a scenario.
	 * @param scenario makes everything it uses; fails by throwing
	 */
	public static void explore(Scenario scenario) {
		Runnable run = () -> {
			try {
				scenario.run(new Threads());
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		};
		instrument(run);
		explore(COUNT, run);
	}

	/**
	 * Classes are instrumented as they are used, which on a busy machine takes longer
	 * than a run may take. What fails here for another reason fails again.
	 */
	private static void instrument(Runnable run) {
		try {
			explore(1, run);
		}
		catch (LincheckAssertionError ex) {
			LoggerFactory.getLogger(Interleavings.class).debug("Failed while it was instrumented", ex);
		}
	}

	private static void explore(int count, Runnable run) {
		Lincheck.runConcurrentTestInternal$lincheck(count, SETTINGS, run);
	}

	/** What is run under each interleaving. */
	@FunctionalInterface
	public interface Scenario {

		void run(Threads threads) throws InterruptedException;

	}

	/** The threads of one run, also those that its threads start. */
	public static final class Threads {

		private static @Nullable Object shared;

		private final List<Thread> started = new ArrayList<>();

		/**
		 * Makes known that several threads use an object; threads are not interrupted at
		 * accesses to what one thread alone can reach. What a lambda holds is not seen on
		 * every JDK.
		 */
		public <T> T share(T object) {
			shared = object;
			return object;
		}

		public void start(Runnable task) {
			Thread thread = new Thread(task);
			synchronized (this.started) {
				this.started.add(thread);
			}
			thread.start();
		}

		/** Waits until none is left. */
		public void join() throws InterruptedException {
			for (int i = 0; i < count(); i++) {
				get(i).join();
			}
		}

		private int count() {
			synchronized (this.started) {
				return this.started.size();
			}
		}

		private Thread get(int index) {
			synchronized (this.started) {
				return this.started.get(index);
			}
		}

	}

	/**
	 * Waits for a number of events. The JDK's latch would do, but its loops are more
	 * places to interrupt a thread at than all that is tested.
	 */
	public static final class Latch {

		private int left;

		public Latch(int count) {
			this.left = count;
		}

		public synchronized void countDown() {
			this.left--;
			notifyAll();
		}

		public synchronized void await() {
			while (this.left > 0) {
				try {
					wait();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}

	}

}
