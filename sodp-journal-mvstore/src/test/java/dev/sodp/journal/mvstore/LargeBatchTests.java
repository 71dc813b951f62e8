// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.sodp.server.journal.LogLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches with large values, of which MVStore would write a part before the commit if it
 * could.
 */
class LargeBatchTests {

	private static final int LARGE = 1024 * 1024;

	private static final int HUGE = 24 * LARGE;

	@TempDir
	Path directory;

	private final CommittedHistory history = new CommittedHistory();

	private final List<byte[]> images = new ArrayList<>();

	@Test
	void isThereAsAWholeOrNotAtAllWheneverTheProcessDies() throws Exception {
		Random random = new Random(1);
		try (TestDisk disk = new TestDisk();
				TestEngine engine = TestEngine.open(disk.journal(this.directory.resolve("original")))) {
			engine.history = this.history;
			engine.set("large", Json.text(LARGE, "0"));
			CountDownLatch writing = new CountDownLatch(1);
			CountDownLatch go = new CountDownLatch(1);
			disk.beforeWrite(() -> {
				writing.countDown();
				awaitQuietly(go);
			});
			CompletableFuture<Long> earlier = engine.propose("earlier", Json.number(1));
			writing.await();
			// All that waits now is one batch.
			List<CompletableFuture<Long>> batch = new ArrayList<>();
			for (int i = 0; i < 43; i++) {
				batch.add(engine.propose("small" + i, Json.object(20, 0, i)));
			}
			batch.add(engine.propose("large", Json.text(LARGE, "1")));
			disk.onWrite(() -> this.images.add(random.nextBoolean() ? disk.afterKill() : disk.afterPowerCut(random)));
			long commits = engine.journal().status().commits();
			go.countDown();
			TestEngine.join(earlier);
			batch.forEach(TestEngine::join);
			disk.onWrite(null);
			disk.beforeWrite(null);
			assertThat(engine.journal().status().commits() - commits).as("one of 'earlier', one of the batch")
				.isEqualTo(2);
		}
		List<Boolean> found = new ArrayList<>();
		for (byte[] image : this.images) {
			found.add(check(image));
		}
		assertThat(found).as("with the batch, and without it").contains(true, false);
	}

	@Test
	void isNotWrittenBeforeTheCommitThoughMvStoreLikesToKeepLessUnsaved() {
		LogLimits limits = new LogLimits(2, 8L * HUGE);
		try (TestDisk disk = new TestDisk();
				TestEngine engine = TestEngine.open(disk.journal(this.directory), limits)) {
			engine.set("small", Json.number(1));
			long before = storeVersion(disk);
			for (int i = 0; i < 4; i++) {
				// A change, sometimes the whole value, and the end of an old change.
				engine.set("huge", Json.text(HUGE, "" + i));
			}
			assertThat(storeVersion(disk)).isEqualTo(before + 4);
		}
	}

	private static long storeVersion(TestDisk disk) {
		byte[] header = disk.content();
		return Math.max(CommitSlot.decode(header, 0).version(), CommitSlot.decode(header, CommitSlot.SIZE).version());
	}

	private boolean check(byte[] image) {
		try (TestDisk disk = new TestDisk(image);
				TestEngine found = TestEngine.open(disk.journal(this.directory.resolve("copy")))) {
			this.history.check(found, 1);
			return found.keys.containsKey("small0");
		}
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
