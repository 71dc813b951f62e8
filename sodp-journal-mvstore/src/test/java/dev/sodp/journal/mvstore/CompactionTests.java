// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.sodp.server.journal.LogLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How much of the disk a journal takes that is written for a long time, and how much work
 * a commit and a stop have at most.
 */
class CompactionTests {

	private static final long MEGABYTE = 1024 * 1024;

	private static final LogLimits NO_LOG = new LogLimits(1000, 0);

	private static final int KEYS = 1000;

	private static final int VALUE = 10_000;

	private static final long LIVE = (long) KEYS * VALUE;

	@TempDir
	Path directory;

	private final Random random = new Random(1);

	/** Twenty times as much as there is. */
	@Test
	void theFileStaysWithinThreeTimesWhatIsInIt() {
		try (TestEngine engine = TestEngine.open(MvStoreJournal.builder(this.directory), NO_LOG)) {
			long largest = 0;
			for (int i = 0; i < 200 * MEGABYTE / VALUE / 64; i++) {
				write(engine, 64);
				largest = Math.max(largest, engine.journal().status().bytes());
			}
			assertThat(largest).isLessThan(3 * (LIVE + 2 * MEGABYTE));
		}
		try (TestEngine found = TestEngine.open(MvStoreJournal.builder(this.directory), NO_LOG)) {
			assertThat(found.keys).hasSize(KEYS);
		}
	}

	@Test
	void aCommitWritesNoMoreThanItsBatchAndOneStep() {
		try (TestDisk disk = new TestDisk()) {
			AtomicLong bytes = new AtomicLong();
			AtomicLong most = new AtomicLong();
			disk.onWritten(bytes::addAndGet);
			disk.beforeSync(() -> most.accumulateAndGet(bytes.getAndSet(0), Math::max));
			TestEngine engine = TestEngine.open(disk.journal(this.directory), NO_LOG);
			for (int i = 0; i < 100; i++) {
				write(engine, 64);
			}
			assertThat(most.get()).isBetween(MEGABYTE / 2, 4 * MEGABYTE);
			// A stop writes what is left of one step, however much could be given back.
			bytes.set(0);
			most.set(0);
			engine.close();
			assertThat(most.get()).isLessThan(2 * MEGABYTE);
		}
	}

	@Test
	void anIdleJournalComesToRest() {
		try (TestEngine engine = TestEngine.open(MvStoreJournal.builder(this.directory), NO_LOG)) {
			for (int i = 0; i < 50; i++) {
				write(engine, 64);
			}
			long[] before = { -1 };
			await().pollInterval(Duration.ofMillis(300)).until(() -> {
				long commits = engine.journal().status().commits();
				boolean rests = commits == before[0];
				before[0] = commits;
				return rests;
			});
		}
	}

	private void write(TestEngine engine, int changes) {
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < changes; i++) {
			String text = Integer.toHexString(this.random.nextInt());
			answers.add(engine.propose("k" + this.random.nextInt(KEYS), Json.text(VALUE, text)));
		}
		answers.forEach(TestEngine::join);
	}

}
