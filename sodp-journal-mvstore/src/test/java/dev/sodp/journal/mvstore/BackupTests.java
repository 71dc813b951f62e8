// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.server.journal.LogLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A copy of the journal that is made while it is written.
 */
class BackupTests {

	private static final LogLimits LIMITS = new LogLimits(20, 20_000);

	@TempDir
	Path directory;

	private final CommittedHistory history = new CommittedHistory();

	private TestEngine engine;

	@BeforeEach
	void open() {
		this.engine = TestEngine.open(journal(), LIMITS);
		this.engine.history = this.history;
		this.history.boundary(0);
	}

	@AfterEach
	void close() {
		this.engine.close();
	}

	private MvStoreJournal.Builder journal() {
		return MvStoreJournal.builder(this.directory.resolve("data"))
			.backupDirectory(this.directory.resolve("backups"));
	}

	private TestEngine restore(Path backup) throws Exception {
		Path restored = Files.createDirectories(this.directory.resolve("restored"));
		Files.copy(backup, restored.resolve(OpenStore.FILE));
		return TestEngine.open(MvStoreJournal.builder(restored), LIMITS);
	}

	/** Changes everything several times over, so that space is used again. */
	private List<CompletableFuture<Long>> write(int changes, long seed) {
		Random random = new Random(seed);
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < changes; i++) {
			answers.add(this.engine.propose("k" + random.nextInt(100), Json.text(20_000 + random.nextInt(20_000))));
		}
		return answers;
	}

	@Test
	void isTheStateAtTheEndOfABatchHoweverMuchIsWritten() throws Exception {
		write(1000, 1).forEach(TestEngine::join);
		long acknowledged = this.engine.counter;
		List<CompletableFuture<Path>> backups = new ArrayList<>();
		List<CompletableFuture<Long>> answers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			backups.add(this.engine.journal().backup());
			answers.addAll(write(1000, i));
		}
		answers.forEach(TestEngine::join);
		for (CompletableFuture<Path> backup : backups) {
			try (TestEngine restored = restore(backup.join())) {
				this.history.check(restored, acknowledged);
			}
			deleteRestored();
		}
	}

	private void deleteRestored() throws Exception {
		for (String name : new String[] { OpenStore.FILE, "lock", "" }) {
			Files.delete(this.directory.resolve("restored").resolve(name));
		}
	}

	@Test
	void opensClosesAndOpensAgain() throws Exception {
		write(50, 1).forEach(TestEngine::join);
		Path backup = this.engine.journal().backup().join();
		TestEngine restored = restore(backup);
		long version = restored.set("k0", Json.number(1));
		restored.close();
		restored = TestEngine.open(MvStoreJournal.builder(this.directory.resolve("restored")), LIMITS);
		assertThat(restored.keys.get("k0").version()).isEqualTo(version);
		assertThat(restored.keys).hasSameSizeAs(this.engine.keys);
		restored.close();
	}

	@Test
	void beginsANewHistorySinceTheOriginalMayHaveGoneOn() throws Exception {
		this.engine.set("a", Json.number(1));
		Path backup = this.engine.journal().backup().join();
		long later = this.engine.set("a", Json.number(2));
		try (TestEngine restored = restore(backup)) {
			assertThat(restored.epoch).isNotEqualTo(this.engine.epoch);
			assertThat(restored.set("a", Json.number(3))).isGreaterThan(later);
			assertThat(restored.gaps).hasSize(1);
		}
	}

	@Test
	void isNamedAfterTheTimeAndLeavesNothingElse() throws Exception {
		this.engine.set("a", Json.number(1));
		Path backup = this.engine.journal().backup().join();
		assertThat(backup.getFileName().toString()).matches("sodp-\\d{8}T\\d{6}\\.\\d{3}Z\\.mv\\.db");
		assertThat(this.directory.resolve("backups")).isDirectoryContaining((path) -> path.equals(backup));
		assertThat(this.directory.resolve("backups").toFile().list()).hasSize(1);
	}

	@Test
	void failsAloneIfItCannotBeWritten() throws Exception {
		Files.createFile(this.directory.resolve("backups"));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.engine.journal().backup().join());
		assertThat(this.engine.set("a", Json.number(1))).isPositive();
	}

	@Test
	void failsWhenTheJournalIsClosed() {
		this.engine.close();
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> this.engine.journal().backup().join());
	}

	@Test
	void leavesNothingBehindIfTheJournalIsClosedMeanwhile() {
		write(500, 1).forEach(TestEngine::join);
		CompletableFuture<Path> backup = this.engine.journal().backup();
		this.engine.close();
		Path left = backup.handle((path, ex) -> path).join();
		String[] files = this.directory.resolve("backups").toFile().list();
		assertThat((files != null) ? files : new String[0]).hasSize((left != null) ? 1 : 0);
	}

}
