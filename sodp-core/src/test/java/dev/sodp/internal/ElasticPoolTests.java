// SPDX-License-Identifier: Apache-2.0

package dev.sodp.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ElasticPoolTests {

	private final ElasticPool pool = new ElasticPool("test");

	private final CountDownLatch gate = new CountDownLatch(1);

	private final AtomicInteger blocked = new AtomicInteger();

	@AfterEach
	void release() {
		this.gate.countDown();
		this.pool.shutdown();
	}

	private void block() {
		this.blocked.incrementAndGet();
		try {
			this.gate.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void tasksRunThoughMoreThreadsThanThereAreProcessorsAreStuck() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.pool.execute(this::block);
		}

		CompletableFuture<Thread> last = CompletableFuture.supplyAsync(Thread::currentThread, this.pool);

		assertThat(last.get(30, TimeUnit.SECONDS).isDaemon()).isTrue();
	}

	@Test
	void shortTasksAreAllRun() {
		AtomicInteger run = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			this.pool.execute(run::incrementAndGet);
		}

		await().untilAsserted(() -> assertThat(run).hasValue(10_000));
	}

	@Test
	void oneStuckTaskDelaysNoOther() throws Exception {
		this.pool.execute(this::block);

		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
		}, this.pool);

		other.get(30, TimeUnit.SECONDS);
	}

	@Test
	void tasksThatComeFromManyThreadsAreAllRun() {
		AtomicInteger run = new AtomicInteger();
		for (int thread = 0; thread < 8; thread++) {
			new Thread(() -> {
				for (int i = 0; i < 10_000; i++) {
					this.pool.execute(run::incrementAndGet);
					if (i % 100 == 0) {
						LockSupport.parkNanos(10_000);
					}
				}
			}).start();
		}

		await().untilAsserted(() -> assertThat(run).hasValue(80_000));
	}

	@Test
	void whatATaskThrowsOrInterruptsHarmsNoOther() throws Exception {
		this.pool.execute(() -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, ex) -> {
				throw new IllegalStateException("ignored", ex);
			});
			Thread.currentThread().interrupt();
			throw new IllegalStateException("expected");
		});

		CompletableFuture<Boolean> interrupted = CompletableFuture.supplyAsync(Thread::interrupted, this.pool);

		assertThat(interrupted.get(30, TimeUnit.SECONDS)).isFalse();
	}

	@Test
	void threadsEndWhenIdle() throws Exception {
		Thread thread = CompletableFuture.supplyAsync(Thread::currentThread, this.pool).get(30, TimeUnit.SECONDS);

		await().atMost(30, TimeUnit.SECONDS).until(() -> !thread.isAlive());
	}

	@Test
	void poolWithMoreThreadsThanAnythingNeedsShowsWhatBlocksThem() {
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger(ElasticPool.class);
		lines.start();
		logger.setLevel(Level.WARN);
		logger.addAppender(lines);
		ElasticPool many = new ElasticPool("many", ElasticPool.MANY + 1, (stall) -> {
		});
		try {
			for (int i = 1; i < ElasticPool.MANY; i++) {
				many.execute(this::block);
			}
			await().until(() -> this.blocked.get() == ElasticPool.MANY - 1);
			assertThat(lines.list).isEmpty();

			many.execute(this::block);
			many.execute(this::block);

			await().until(() -> !lines.list.isEmpty());
			ILoggingEvent line = lines.list.get(0);
			assertThat(line.getLevel()).isEqualTo(Level.WARN);
			assertThat(line.getFormattedMessage()).contains("256 threads many-n");
			assertThat(line.getThrowableProxy().getStackTraceElementProxyArray())
				.anySatisfy((frame) -> assertThat(frame.toString()).contains("ElasticPoolTests.block"));
		}
		finally {
			this.gate.countDown();
			many.shutdown();
			logger.detachAppender(lines);
			logger.setLevel(null);
		}
	}

	@Test
	void shutDownRunsWhatWasTakenAndNothingElse() throws Exception {
		CompletableFuture<Void> taken = CompletableFuture.runAsync(this::block, this.pool);

		this.pool.shutdown();

		assertThatThrownBy(() -> this.pool.execute(this::block)).isInstanceOf(RejectedExecutionException.class);
		this.gate.countDown();
		taken.get(30, TimeUnit.SECONDS);
	}

}
