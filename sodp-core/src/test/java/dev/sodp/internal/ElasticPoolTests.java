package dev.sodp.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ElasticPoolTests {

	private final ElasticPool pool = new ElasticPool("test", new ThreadPoolExecutor.AbortPolicy());

	private final CountDownLatch gate = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.gate.countDown();
		this.pool.shutdown();
	}

	private void block() {
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

}
