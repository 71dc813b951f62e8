// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.server.journal.LogLimits;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine loses power at any moment: of what was written since the last sync, any
 * sectors may be on the disk and any may not.
 */
class PowerCutTests {

	private static final LogLimits LIMITS = new LogLimits(20, 4000);

	@TempDir
	Path directory;

	private final CommittedHistory history = new CommittedHistory();

	private final List<Cut> cuts = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void leavesAllThatWasAcknowledged(long seed) {
		Random random = new Random(seed);
		try (TestDisk disk = new TestDisk()) {
			TestEngine engine = TestEngine.open(disk.journal(this.directory.resolve("original")), LIMITS);
			engine.history = this.history;
			this.history.boundary(0);
			AtomicInteger writes = new AtomicInteger();
			// A prime number, so that the cuts fall on different writes of a commit.
			disk.onWrite(() -> {
				if (writes.incrementAndGet() % 23 == 0) {
					cut(disk, engine, random);
				}
			});
			write(engine, random);
			disk.onWrite(null);
			assertThat(engine.journal().status().bytes()).isLessThan(2_000_000);
			engine.close();
		}
		assertThat(this.cuts).hasSizeGreaterThan(50);
		for (Cut cut : this.cuts) {
			check(cut);
		}
		// Megabytes each, and the test instance lives longer than this.
		this.cuts.clear();
	}

	/** Values of all sizes that change, shrink and go, so that chunks are rewritten. */
	private void write(TestEngine engine, Random random) {
		for (int i = 0; i < 600; i++) {
			List<CompletableFuture<Long>> answers = new ArrayList<>();
			for (int n = 1 + random.nextInt(12); n > 0; n--) {
				String key = "k" + random.nextInt(30);
				boolean removed = random.nextInt(20) == 0;
				answers.add(engine.propose(key, removed ? null : Json.object(1 + random.nextInt(200), 0, i)));
			}
			answers.forEach(TestEngine::join);
		}
	}

	private void cut(TestDisk disk, TestEngine engine, Random random) {
		this.cuts.add(new Cut(disk.afterPowerCut(random), engine.counter));
	}

	private void check(Cut cut) {
		try (TestDisk disk = new TestDisk(cut.file);
				TestEngine found = TestEngine.open(disk.journal(this.directory.resolve("copy")), LIMITS)) {
			this.history.check(found, cut.acknowledged);
			assertThat(found.gaps).hasSize(1);
			assertThat(found.set("k0", Json.number(1))).isGreaterThan(1_000_000);
		}
	}

	private record Cut(byte[] file, long acknowledged) {
	}

}
