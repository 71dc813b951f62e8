// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.sodp.server.journal.JournalException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Two journals in one directory, of one process or of two.
 */
class DirectoryLockTests {

	@TempDir
	Path directory;

	private MvStoreJournal.Builder journal(Duration lockTimeout) {
		return MvStoreJournal.builder(this.directory).lockTimeout(lockTimeout);
	}

	@Test
	void aSecondJournalInTheSameProcessIsRefusedAndDoesNotHarmTheFirst() throws Exception {
		try (TestEngine first = TestEngine.open(journal(Duration.ZERO))) {
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(JournalException.class)
					.isThrownBy(() -> TestEngine.open(journal(Duration.ofMillis(10))))
					.withMessageContaining(this.directory.toRealPath().toString())
					.withMessageContaining("this process")
					.satisfies((ex) -> assertThat(ex.action()).contains("Recreate"));
			}
			Process other = otherProcess("0");
			assertThat(other.waitFor()).as("the lock is still held against other processes")
				.isEqualTo(OtherProcess.LOCKED);
			assertThat(first.set("a", Json.number(1))).isPositive();
		}
	}

	@Test
	void aSecondJournalWaitsForTheFirst() {
		TestEngine first = TestEngine.open(journal(Duration.ZERO));
		first.set("a", Json.number(1));
		CompletableFuture<TestEngine> second = CompletableFuture
			.supplyAsync(() -> TestEngine.open(journal(Duration.ofSeconds(30))));
		assertThat(second).isNotDone();
		first.close();
		TestEngine opened = second.join();
		assertThat(opened.keys).containsKey("a");
		opened.close();
	}

	@Test
	void anotherProcessIsNamedAndWaitedFor() throws Exception {
		Process other = otherProcess("60");
		assertThat(other.getInputStream().read()).as("opened").isEqualTo('o');
		assertThatExceptionOfType(JournalException.class)
			.isThrownBy(() -> TestEngine.open(journal(Duration.ofMillis(100))))
			.withMessageContaining("process " + other.pid());
		CompletableFuture<TestEngine> waiting = CompletableFuture
			.supplyAsync(() -> TestEngine.open(journal(Duration.ofSeconds(30))));
		assertThat(waiting).isNotDone();
		other.getOutputStream().close();
		waiting.join().close();
		assertThat(other.waitFor()).isZero();
	}

	@Test
	void whoWaitsCanBeInterrupted() throws Exception {
		try (TestEngine first = TestEngine.open(journal(Duration.ZERO))) {
			CompletableFuture<TestEngine> second = new CompletableFuture<>();
			Thread opening = new Thread(() -> {
				try {
					second.complete(TestEngine.open(journal(Duration.ofMinutes(10))));
				}
				catch (RuntimeException ex) {
					second.completeExceptionally(ex);
				}
			});
			opening.start();
			await().until(() -> opening.getState() == Thread.State.TIMED_WAITING
					|| opening.getState() == Thread.State.WAITING);
			opening.interrupt();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(second::join)
				.withCauseInstanceOf(JournalException.class);
			assertThat(first.set("a", Json.number(1))).isPositive();
			await().until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.filter((thread) -> thread.getName().equals("sodp-journal"))
				.count() == 1);
		}
	}

	@Test
	void aDirectoryThatCannotBeWrittenIsNamed() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(JournalException.class)
			.isThrownBy(() -> TestEngine.open(MvStoreJournal.builder(file)))
			.withMessageContaining(file.toString())
			.satisfies((ex) -> assertThat(ex.action()).contains("another directory"));
	}

	@Test
	void aFileThatCannotBeWrittenIsNamed() throws Exception {
		Files.createDirectory(this.directory.resolve(OpenStore.FILE));
		assertThatExceptionOfType(JournalException.class).isThrownBy(() -> TestEngine.open(journal(Duration.ZERO)))
			.withMessageContaining(this.directory.resolve(OpenStore.FILE).toString());
	}

	@Test
	void aFileThatWasNotFinishedWhenItWasCreatedIsCreatedAgain() throws Exception {
		Files.write(this.directory.resolve(OpenStore.FILE + ".new"), new byte[10]);
		TestEngine.open(journal(Duration.ZERO)).close();
		assertThat(this.directory.resolve(OpenStore.FILE + ".new")).doesNotExist();
	}

	private Process otherProcess(String timeout) throws Exception {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), OtherProcess.class.getName(),
				this.directory.toString(), timeout)
			.redirectError(Redirect.INHERIT)
			.start();
	}

	/** Opens a journal and keeps it until its input ends. */
	static final class OtherProcess {

		static final int LOCKED = 3;

		private OtherProcess() {
		}

		/**
		 * Opens the journal.
		 * @param args directory and lock timeout in seconds
		 * @throws Exception if reading fails
		 */
		public static void main(String[] args) throws Exception {
			Duration timeout = Duration.ofSeconds(Long.parseLong(args[1]));
			try (TestEngine engine = TestEngine.open(MvStoreJournal.builder(Path.of(args[0])).lockTimeout(timeout))) {
				System.out.print("o");
				System.out.flush();
				while (System.in.read() >= 0) {
					engine.journal().status();
				}
			}
			catch (JournalException ex) {
				System.exit(LOCKED);
			}
		}

	}

}
