// SPDX-License-Identifier: Apache-2.0

package dev.sodp.concurrency;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Exploring interleavings proves nothing unless it would find something: each mistake is
 * made on purpose in a copy of one class, and the test named beside it must fail.
 */
class InterleavingsFindsBugsTests {

	private static final String POOL_TESTS = "dev.sodp.internal.ElasticPoolInterleavingTests#";

	private static final String QUEUE_TESTS = "dev.sodp.internal.SerialQueueInterleavingTests#";

	private static final String OUTBOX_TESTS = "dev.sodp.server.engine.OutboxInterleavingTests#";

	private static final String WRITER_TESTS = "dev.sodp.server.runtime.SessionWriterInterleavingTests#";

	private static final String LINK_TESTS = "dev.sodp.transport.JdkLinkInterleavingTests#";

	private static final int MOST_INTERLEAVINGS = 1_000;

	private static final int PATIENCE_MINUTES = 5;

	@ParameterizedTest
	@EnumSource(Mistake.class)
	void isFound(Mistake mistake, @TempDir Path classes) throws Exception {
		compile(mistake, classes);
		Path output = classes.resolve("output.txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:+EnableDynamicAgentLoading", "-XX:TieredStopAtLevel=1",
				"-Dconcurrency.interleavings=" + MOST_INTERLEAVINGS, "-cp", classes + File.pathSeparator + classPath(),
				RunTests.class.getName(), mistake.foundBy)
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(RunTests.TEST_FAILED);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void compile(Mistake mistake, Path classes) throws IOException {
		String source = Files.readString(Path.of("src/main/java", mistake.source));
		assertThat(source).containsOnlyOnce(mistake.text);
		Path copy = classes.resolve(Path.of(mistake.source).getFileName());
		Files.writeString(copy, source.replace(mistake.text, mistake.replacement));
		int result = ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-d", classes.toString(), "-cp", classPath(), copy.toString());
		assertThat(result).isZero();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/** What is replaced in which class, and the test that notices. */
	enum Mistake {

		/** A task that comes while a pool thread parks is left behind. */
		PARKS_WITHOUT_LOOKING_AGAIN("dev/sodp/internal/ElasticPool.java", """
				woke no thread.
							if (!ElasticPool.this.tasks.isEmpty())""", """

				if (false)""", POOL_TESTS + "aTaskRunsThoughThePoolHasGoneIdle"),

		/** A task waits behind a stuck one though the pool has room. */
		WAKES_NO_OTHER_BEFORE_ITS_TASK("dev/sodp/internal/ElasticPool.java", """
				if (!ElasticPool.this.tasks.isEmpty()) {
										wakeIfNobodyLooks();
									}
									run(task);""", "run(task);",
				POOL_TESTS + "aTaskRunsWhileAnotherIsStuckAsLongAsThereIsRoom"),

		/** A task that finds the pool full is left behind by its last thread. */
		ENDS_WITHOUT_LOOKING_AGAIN("dev/sodp/internal/ElasticPool.java", """
				found the pool full.
							if (!ElasticPool.this.tasks.isEmpty())""", """

				if (false)""", POOL_TESTS + "whatIsAcceptedBesideAShutDownIsRun"),

		/** Only the first stall is noticed. */
		WATCHES_ONCE("dev/sodp/internal/ElasticPool.java", """
				this.watching.set(false);
						watch();""", "", POOL_TESTS + "aStallThatIsNoticedEndsIt"),

		/** The size falls below zero for a moment. */
		COUNTS_AFTER_QUEUEING("dev/sodp/server/engine/Outbox.java", """
				this.size.incrementAndGet();
						this.queue.add(item);""", """
				this.queue.add(item);
						this.size.incrementAndGet();""", OUTBOX_TESTS + "theSizeIsNeverBelowZero"),

		/** What comes while a turn ends is left behind. */
		LOOKS_BEFORE_IT_GIVES_THE_TURN_BACK("dev/sodp/internal/Turn.java", """
				giveBack();
						return this.work.getAsBoolean() && take();""", """
				boolean more = this.work.getAsBoolean();
						giveBack();
						return more && take();""", QUEUE_TESTS + "itemsOfTwoThreadsAreHandledOnceOneAtATime"),

		/** Two threads have the turn. */
		TAKES_THE_TURN_IN_TWO_STEPS("dev/sodp/internal/Turn.java", """
				return this.taken.compareAndSet(false, true);""", """
				boolean free = !this.taken.get();
						this.taken.set(true);
						return free;""", QUEUE_TESTS + "itemsOfTwoThreadsAreHandledOnceOneAtATime"),

		/** A frame that comes while the writer ends is left behind. */
		ENDS_WITHOUT_LOOKING_FOR_FRAMES("dev/sodp/server/runtime/SessionWriter.java", "while (this.turn.retake());",
				"while (false);\nthis.turn.giveBack();",
				WRITER_TESTS + "aFrameThatComesWhenTheWriterIsAboutToEndIsWritten"),

		/** A frame that comes while the reader has written its answers is left behind. */
		ANSWERS_WITHOUT_LOOKING_FOR_FRAMES("dev/sodp/server/runtime/SessionWriter.java",
				"mayReaderWait()) && this.turn.retake()) {",
				"mayReaderWait())) {\nthis.turn.giveBack();\n}\nif (false) {",
				WRITER_TESTS + "answersAreWrittenBesideWhatOthersCause"),

		/** The reader waits for room that a writer has made. */
		LOOKS_BEFORE_IT_WAITS("dev/sodp/server/runtime/SessionWriter.java", """
				this.readerWaits = true;
							while (left > 0 && this.session.isCongested()) {""", """
				boolean congested = this.session.isCongested();
							this.readerWaits = true;
							while (left > 0 && congested) {
								congested = false;""", WRITER_TESTS + "aCongestedReaderAndATaskWriteByTurns"),

		/** What is queued while a send is in progress is left behind. */
		ENDS_WITH_THE_SEND("dev/sodp/server/runtime/SessionWriter.java",
				"socket.whenSent(() -> this.driver.execute(this));", "socket.whenSent(this.turn::giveBack);",
				WRITER_TESTS + "whatASendInProgressHoldsBackIsWritten"),

		/** Sends while the one before is under way. */
		DOES_NOT_WAIT_FOR_THE_SEND("dev/sodp/transport/JdkLink.java", "if (!sent.isDone()) {", "if (false) {",
				LINK_TESTS + "sendsThatCompleteLaterFollowEachOther"),

		/** Two threads send at once. */
		CLAIMS_IN_TWO_STEPS("dev/sodp/transport/JdkLink.java", "if (this.unsent.getAndIncrement() == 0) {",
				"boolean first = this.unsent.get() == 0;\nthis.unsent.incrementAndGet();\nif (first) {",
				LINK_TESTS + "sendsThatCompleteAtOnceFollowEachOther"),

		/** The end is reported twice. */
		ENDS_IN_TWO_STEPS("dev/sodp/transport/JdkLink.java", "if (this.ended.compareAndSet(false, true)) {",
				"if (!this.ended.get()) {\nthis.ended.set(true);", LINK_TESTS + "aLinkThatEndsInTwoWaysEndsOnce"),

		/** A socket that opens while its link is aborted stays open. */
		LOOKS_FOR_THE_ABORT_TOO_EARLY("dev/sodp/transport/JdkLink.java", """
				this.webSocket = socket;
						if (this.aborted) {""", """
				boolean early = this.aborted;
						this.webSocket = socket;
						if (early) {""", LINK_TESTS + "anAbortBesideTheOpeningReachesTheSocket");

		private final String source;

		private final String text;

		private final String replacement;

		private final String foundBy;

		Mistake(String source, String text, String replacement, String foundBy) {
			this.source = source;
			this.text = text;
			this.replacement = replacement;
			this.foundBy = foundBy;
		}

	}

}
