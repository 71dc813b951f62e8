// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.journal.JournalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A disk that fails, is full, or is slow, and threads that are interrupted or run out of
 * memory.
 */
class FailingDiskTests {

	private static final long MEGABYTE = 1024 * 1024;

	@TempDir
	Path directory;

	private final TestDisk disk = new TestDisk();

	private volatile long usable = 1000 * MEGABYTE;

	private TestEngine engine;

	private String epoch;

	@BeforeEach
	void open() {
		this.engine = TestEngine.open(journal());
		this.engine.set("a", Json.number(1));
		this.epoch = this.engine.epoch;
	}

	@AfterEach
	void close() {
		this.engine.close();
		this.disk.close();
	}

	private MvStoreJournal.Builder journal() {
		return this.disk.journal(this.directory).usable(() -> this.usable);
	}

	private void restart() {
		this.disk.beforeWrite(null);
		this.disk.beforeSync(null);
		this.engine.close();
		this.engine = TestEngine.open(journal());
	}

	private int code(CompletableFuture<Long> answer) {
		try {
			TestEngine.join(answer);
			return 0;
		}
		catch (IllegalStateException ex) {
			return ((TestEngine.Refused) ex.getCause().getCause()).failure.code();
		}
	}

	private static void fail() throws IOException {
		throw new IOException("broken");
	}

	@Test
	void aCommitThatCannotBeWrittenMayHaveHappenedAndNothingIsAcceptedAfterIt() {
		this.disk.beforeWrite(FailingDiskTests::fail);
		assertThat(code(this.engine.propose("a", Json.number(2)))).isEqualTo(ErrorCode.TIMEOUT);
		this.disk.beforeWrite(null);
		assertThat(code(this.engine.propose("b", Json.number(1)))).isEqualTo(ErrorCode.UNAVAILABLE);
		assertThat(this.engine.journal().status().refusal()).contains("restart").contains("broken");
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(1));
		assertThat(this.engine.epoch).isEqualTo(this.epoch);
	}

	@Test
	void aSyncThatFailedIsNotTriedAgain() {
		AtomicInteger syncs = new AtomicInteger();
		this.disk.beforeSync(() -> {
			syncs.incrementAndGet();
			fail();
		});
		assertThat(code(this.engine.propose("a", Json.number(2)))).isEqualTo(ErrorCode.TIMEOUT);
		int writes = this.disk.writes();
		assertThat(code(this.engine.propose("a", Json.number(3)))).isEqualTo(ErrorCode.UNAVAILABLE);
		this.engine.close();
		assertThat(syncs).hasValue(1);
		assertThat(this.disk.writes()).isEqualTo(writes);
	}

	@Test
	void whatAFailedSyncLeftIsOnTheDiskBeforeTheNextStartShowsIt() {
		this.disk.beforeSync(FailingDiskTests::fail);
		assertThat(code(this.engine.propose("a", Json.number(2)))).isEqualTo(ErrorCode.TIMEOUT);
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(2));
		byte[] left = this.disk.afterPowerCut(new Random(0));
		try (TestDisk copy = new TestDisk(left);
				TestEngine found = TestEngine.open(copy.journal(this.directory.resolve("copy")))) {
			assertThat(found.keys.get("a").value()).isEqualTo(Json.number(2));
		}
	}

	@Test
	void aDiskThatCannotBeReadStopsTheStartAndIsNotTakenForADamagedCommit() {
		byte[] killed = this.disk.afterKill();
		for (int failing = 1; failing < 40; failing++) {
			try (TestDisk copy = new TestDisk(killed)) {
				AtomicInteger left = new AtomicInteger(failing);
				copy.beforeRead(() -> {
					if (left.decrementAndGet() == 0) {
						fail();
					}
				});
				TestEngine found = TestEngine.open(copy.journal(this.directory.resolve("copy")));
				assertThat(found.keys.get("a").value()).isEqualTo(Json.number(1));
				found.close();
			}
			catch (JournalException ex) {
				assertThat(ex).hasMessageContaining(OpenStore.FILE);
			}
		}
	}

	@Test
	void runningOutOfMemoryWhileWritingLeavesNothingLocked() {
		this.disk.beforeWrite(() -> {
			throw new OutOfMemoryError("test");
		});
		assertThat(code(this.engine.propose("a", Json.number(2)))).isEqualTo(ErrorCode.TIMEOUT);
		for (int i = 0; i < 100; i++) {
			assertThat(code(this.engine.propose("a", Json.number(3)))).isEqualTo(ErrorCode.UNAVAILABLE);
		}
		assertThat(this.engine.journal().status().refusal()).contains("OutOfMemoryError");
		restart();
		assertThat(this.engine.set("a", Json.number(4))).isPositive();
	}

	@Test
	void proposalsThatBuildOnOneThatFailedAreNotCommitted() throws Exception {
		CountDownLatch writing = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.disk.beforeWrite(() -> {
			writing.countDown();
			awaitQuietly(go);
		});
		CompletableFuture<Long> first = this.engine.propose("b", Json.number(1));
		writing.await();
		this.usable = 0;
		List<CompletableFuture<Long>> later = new ArrayList<>();
		for (int i = 2; i < 10; i++) {
			later.add(this.engine.propose("c", Json.number(i)));
		}
		go.countDown();
		assertThat(code(first)).isZero();
		assertThat(later).allSatisfy((answer) -> assertThat(code(answer)).isEqualTo(ErrorCode.FULL));
		this.usable = 1000 * MEGABYTE;
		restart();
		assertThat(this.engine.keys).containsOnlyKeys("a", "b");
	}

	@Test
	void aProposalThatComesBeforeTheAnswerOfTheOneItBuildsOnFailsWithIt() {
		List<String> answers = Collections.synchronizedList(new ArrayList<>());
		this.usable = 0;
		this.engine.beforeFailed = (proposal) -> {
			this.engine.beforeFailed = null;
			this.usable = 1000 * MEGABYTE;
			answers.add("full");
			this.engine.propose("b", Json.number(2)).whenComplete((version, ex) -> answers.add("second"));
		};
		assertThat(code(this.engine.propose("b", Json.number(1)))).isEqualTo(ErrorCode.FULL);
		await().until(() -> answers.size() == 2);
		assertThat(this.engine.keys).doesNotContainKey("b");
		assertThat(this.engine.set("b", Json.number(3))).isPositive();
		assertThat(this.engine.keys.get("b").log()).hasSize(1);
	}

	@Test
	void aFullDiskRefusesChangesBeforeItWritesAnythingAndRecoversByItself() {
		this.usable = MEGABYTE;
		int writes = this.disk.writes();
		assertThat(code(this.engine.propose("a", Json.number(2)))).isEqualTo(ErrorCode.FULL);
		assertThat(code(this.engine.propose("a", Json.number(3)))).isEqualTo(ErrorCode.FULL);
		assertThat(this.disk.writes()).isEqualTo(writes);
		assertThat(this.engine.journal().status().refusal()).contains("no space");
		this.usable = 1000 * MEGABYTE;
		await().until(() -> this.engine.journal().status().isWritable());
		assertThat(this.engine.set("a", Json.number(4))).isPositive();
	}

	@Test
	void aStartOnAFullDiskSaysSo() {
		this.engine.close();
		this.usable = MEGABYTE;
		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> TestEngine.open(journal()))
			.withMessageContaining("no space")
			.satisfies((ex) -> assertThat(ex.action()).contains("room"));
		this.usable = 1000 * MEGABYTE;
		this.engine = TestEngine.open(journal());
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(1));
	}

	@Test
	void whatWasAnsweredEarlyIsWrittenWhenThereIsRoomAgain() {
		this.engine.close();
		this.engine = TestEngine.open(journal().durability(Durability.INTERVAL));
		this.engine.set("a", Json.number(2));
		await().until(() -> this.engine.journal().status().waiting() == 0);
		this.usable = MEGABYTE;
		this.engine.set("a", Json.number(3));
		await().until(() -> !this.engine.journal().status().isWritable());
		assertThat(code(this.engine.propose("a", Json.number(4)))).isEqualTo(ErrorCode.FULL);
		this.usable = 1000 * MEGABYTE;
		await().until(() -> this.engine.journal().status().isWritable());
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(3));
	}

	@Test
	void aKillWithIntervalBeginsANewHistory() throws Exception {
		this.engine.close();
		this.engine = TestEngine.open(journal().durability(Durability.INTERVAL));
		long version = this.engine.set("a", Json.number(2));
		await()
			.until(() -> this.engine.journal().status().waiting() == 0 && this.engine.journal().status().commits() > 0);
		byte[] killed = this.disk.afterKill();
		this.engine.close();
		try (TestDisk copy = new TestDisk(killed)) {
			TestEngine found = TestEngine.open(copy.journal(this.directory));
			assertThat(found.epoch).isNotEqualTo(this.epoch);
			assertThat(found.gaps).containsExactly((version + 1) + "-" + found.counter);
			found.close();
		}
	}

	@Test
	void aKillWithAlwaysKeepsTheHistoryAndUsesNoVersionAgain() throws Exception {
		long version = this.engine.set("a", Json.number(2));
		byte[] killed = this.disk.afterKill();
		this.engine.close();
		try (TestDisk copy = new TestDisk(killed)) {
			TestEngine found = TestEngine.open(copy.journal(this.directory));
			assertThat(found.epoch).isEqualTo(this.epoch);
			assertThat(found.gaps).containsExactly((version + 1) + "-" + found.counter);
			assertThat(found.set("a", Json.number(3))).isEqualTo(found.counter).isGreaterThan(1_000_000);
			found.close();
		}
	}

	@Test
	void interruptsOfThoseWhoWaitOrOfTheJournalDoNotHarmIt() {
		for (int i = 0; i < 1000; i++) {
			CompletableFuture<Long> answer = this.engine.propose("a", Json.number(i + 10));
			Thread waiting = new Thread(() -> TestEngine.join(answer));
			waiting.setUncaughtExceptionHandler((thread, ex) -> {
			});
			waiting.start();
			waiting.interrupt();
			if (i % 10 == 0) {
				Thread.getAllStackTraces()
					.keySet()
					.stream()
					.filter((thread) -> thread.getName().equals("sodp-journal"))
					.forEach(Thread::interrupt);
			}
		}
		assertThat(this.engine.set("a", Json.number(5))).isPositive();
		Thread.currentThread().interrupt();
		CompletableFuture<Long> answer = this.engine.propose("b", Json.number(1));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(TestEngine.join(answer)).isPositive();
	}

	@Test
	void anEngineThatRunsOutOfMemoryGetsNothingMoreThatItCouldMiss() {
		this.engine.beforeApplied = () -> {
			throw new OutOfMemoryError("test");
		};
		CompletableFuture<Long> missed = this.engine.propose("a", Json.number(2));
		await().until(() -> !this.engine.journal().status().isWritable());
		this.engine.beforeApplied = null;
		assertThat(missed).isNotDone();
		assertThat(code(this.engine.propose("b", Json.number(1)))).isEqualTo(ErrorCode.UNAVAILABLE);
		restart();
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(2));
	}

	@Test
	void anAnswerThatIsNotTakenDoesNotHoldUpOthers() {
		this.engine.beforeApplied = () -> {
			this.engine.beforeApplied = null;
			throw new IllegalStateException("test");
		};
		CompletableFuture<Long> missed = this.engine.propose("a", Json.number(2));
		await().until(() -> this.engine.beforeApplied == null);
		assertThat(missed).isNotDone();
		assertThat(this.engine.set("b", Json.number(1))).isPositive();
		assertThat(this.engine.journal().status().isWritable()).isTrue();
		// The engine does not know what was committed, so nothing can build on it.
		assertThat(this.engine.keys.get("a").value()).isEqualTo(Json.number(1));
	}

	@Test
	void theStoreCommitsWhenTheJournalDoesAndNeverByItself() {
		long before = storeVersion();
		long commits = this.engine.journal().status().commits();
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			answers.add(this.engine.propose("large" + i % 3, Json.text(1_000_000 + i)));
		}
		answers.forEach(TestEngine::join);
		await().untilAsserted(() -> assertThat(storeVersion() - before)
			.isEqualTo(this.engine.journal().status().commits() - commits));
	}

	private long storeVersion() {
		byte[] header = this.disk.content();
		return Math.max(CommitSlot.decode(header, 0).version(), CommitSlot.decode(header, CommitSlot.SIZE).version());
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new CompletionException(ex);
		}
	}

}
