// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sodp.server.journal.JournalException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A file that is not what was written: refused, or right up to the end of a batch, with a
 * warning that says up to which version. Never anything else in silence.
 */
class DamagedFileTests {

	@TempDir
	Path directory;

	private final CommittedHistory history = new CommittedHistory();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Logger logger = (Logger) LoggerFactory.getLogger(History.class);

	/** As a kill left it. */
	private byte[] file = new byte[0];

	private long last;

	@BeforeEach
	void write() throws Exception {
		this.logger.setLevel(Level.WARN);
		this.logger.setAdditive(false);
		this.logger.addAppender(this.log);
		this.log.start();
		try (TestDisk disk = new TestDisk(); TestEngine engine = TestEngine.open(disk.journal(this.directory))) {
			engine.history = this.history;
			this.history.boundary(0);
			Random random = new Random(1);
			for (int i = 0; i < 60; i++) {
				engine.set("k" + random.nextInt(12), Json.object(1 + random.nextInt(150), 0, i));
			}
			this.file = disk.afterKill();
			long before;
			int members = 300;
			do {
				before = lastCommit().version();
				engine.set("last", Json.object(members++, 0, random.nextInt()));
				this.last = engine.counter;
				this.file = disk.afterKill();
			}
			while (lastCommit().version() != before + 1 || !isLastChunkAtTheEnd());
		}
	}

	/** And not in a gap, nor followed by a step of compaction. */
	private boolean isLastChunkAtTheEnd() {
		int start = (int) lastCommit().block() * CommitSlot.SIZE;
		String header = new String(this.file, start, 200, StandardCharsets.ISO_8859_1);
		String length = header.substring(header.indexOf(",len:") + 5);
		int blocks = Integer.parseInt(length.substring(0, length.indexOf(',')), 16);
		return start + blocks * CommitSlot.SIZE == this.file.length;
	}

	@AfterEach
	void detach() {
		this.logger.detachAppender(this.log);
		this.logger.setAdditive(true);
		this.logger.setLevel(null);
	}

	@Test
	void whatAKillLeftOpensInSilence() {
		assertThat(open(this.file)).contains(this.last);
		assertThat(this.log.list).isEmpty();
	}

	@Test
	void aFileThatIsCutAnywhereInItsLastChunkEndsWithTheBatchBefore() {
		int start = (int) lastCommit().block() * CommitSlot.SIZE;
		for (int length = start; length < this.file.length; length++) {
			byte[] cut = Arrays.copyOf(this.file, length);
			assertThat(choose(cut)).as("cut at " + length).isEqualTo(lastCommit().version() - 1);
			if (length % 64 == 0) {
				assertThat(open(cut)).as("cut at " + length).contains(this.last - 1);
				assertWarned(this.last - 1);
			}
		}
	}

	private long choose(byte[] content) {
		try (TestDisk disk = new TestDisk(content)) {
			StoreFile store = new StoreFile(1);
			store.open(disk.scheme() + this.directory.resolve(OpenStore.FILE), false, null);
			CommitSlot slot = store.choose();
			return (slot != null) ? slot.version() : -1;
		}
	}

	private CommitSlot lastCommit() {
		CommitSlot first = CommitSlot.decode(this.file, 0);
		CommitSlot second = CommitSlot.decode(this.file, CommitSlot.SIZE);
		return (first.version() > second.version()) ? first : second;
	}

	@Test
	void aFlippedByteAnywhereIsRefusedOrDoesNotMatterOrEndsWithABatch() {
		int refused = 0;
		int earlier = 0;
		for (int i = 0; i < this.file.length; i += (i < 2 * CommitSlot.SIZE && i % CommitSlot.SIZE < 200) ? 1 : 211) {
			byte[] damaged = this.file.clone();
			damaged[i] ^= 0x41;
			Optional<Long> found = open(damaged);
			if (found.isEmpty()) {
				refused++;
			}
			else if (found.get() != this.last) {
				assertThat(found).as("flipped at " + i).contains(this.last - 1);
				assertWarned(this.last - 1);
				earlier++;
			}
		}
		assertThat(refused).isPositive();
		assertThat(earlier).isPositive();
	}

	@Test
	void aPageThatNeverReachedTheDiskIsNoticed() {
		byte[] damaged = this.file.clone();
		int page = (int) lastCommit().block() * CommitSlot.SIZE + 512;
		// The rest of the chunk but its footer, as what is unused is zero anyway.
		Arrays.fill(damaged, page, damaged.length - 128, (byte) 0);
		assertThat(damaged).isNotEqualTo(this.file);
		assertThat(open(damaged)).contains(this.last - 1);
		assertWarned(this.last - 1);
	}

	@Test
	void aFileThatWasClosedAndIsDamagedIsRefused() throws Exception {
		try (TestDisk disk = new TestDisk(this.file)) {
			open(disk).close();
			byte[] closed = disk.content();
			CommitSlot slot = CommitSlot.decode(closed, 0);
			closed[(int) slot.block() * CommitSlot.SIZE + 500] ^= 1;
			assertThat(open(closed)).isEmpty();
		}
	}

	@Test
	void anEmptyFileIsNotTakenForANewJournal() {
		for (int length : new int[] { 0, 1, CommitSlot.SIZE, 2 * CommitSlot.SIZE }) {
			assertThat(open(Arrays.copyOf(this.file, length))).as("length " + length).isEmpty();
		}
	}

	@Test
	void aRefusalNamesTheFileAndWhatToDo() {
		try (TestDisk disk = new TestDisk(new byte[100])) {
			assertThatExceptionOfType(JournalException.class).isThrownBy(() -> open(disk))
				.withMessageContaining(this.directory.resolve(OpenStore.FILE).toString())
				.withMessageContaining("damaged")
				.satisfies((ex) -> assertThat(ex.action()).contains("backup"));
			assertThat(disk.writes()).isZero();
		}
	}

	@Test
	void aFileOfANewerVersionIsRefused() {
		byte[] newer = this.file.clone();
		for (int i = 0; i < 2; i++) {
			CommitSlot slot = CommitSlot.decode(newer, i * CommitSlot.SIZE);
			slot.fields().put("sodp", 2);
			System.arraycopy(slot.encode(), 0, newer, i * CommitSlot.SIZE, CommitSlot.SIZE);
		}
		try (TestDisk disk = new TestDisk(newer)) {
			assertThatExceptionOfType(JournalException.class).isThrownBy(() -> open(disk))
				.withMessageContaining("newer version")
				.satisfies((ex) -> assertThat(ex.action()).isNotEmpty());
		}
	}

	@Test
	void whatIsMissingInALogIsReportedWithItsKey() throws Exception {
		Path real = Files.createDirectories(this.directory.resolve("real"));
		try (TestEngine engine = TestEngine.open(MvStoreJournal.builder(real))) {
			for (int i = 0; i < 5; i++) {
				engine.set("counter", Json.object(100, 0, i));
			}
		}
		OpenStore store = OpenStore.open(real, "", 1);
		StoredState state = new StoredState(store.store(), new StoredMeta(store.store()), TestEngine.LIMITS);
		state.deltas().remove(3L);
		store.commit();
		store.close();
		assertThatExceptionOfType(JournalException.class)
			.isThrownBy(() -> TestEngine.open(MvStoreJournal.builder(real)))
			.withMessageContaining("counter")
			.withMessageContaining("version 4");
	}

	/** Opens a file and checks that what is found is the state at the end of a batch. */
	private Optional<Long> open(byte[] content) {
		this.log.list.clear();
		try (TestDisk disk = new TestDisk(content); TestEngine found = open(disk)) {
			this.history.check(found, 0);
			return found.keys.values().stream().map(TestEngine.Key::version).max(Long::compare);
		}
		catch (JournalException ex) {
			return Optional.empty();
		}
	}

	private TestEngine open(TestDisk disk) {
		return TestEngine.open(disk.journal(this.directory));
	}

	private void assertWarned(long version) {
		assertThat(this.log.list).anySatisfy((event) -> {
			assertThat(event.getLevel()).isEqualTo(Level.WARN);
			assertThat(event.getFormattedMessage()).contains("version " + version + ".");
		});
	}

}
