// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is killed at random moments while 64 threads write, and started again on the
 * same file. {@code -Dkill.runs=100} does it a hundred times.
 */
class KillTests {

	private static final int WRITERS = 64;

	private static final int RUNS = Integer.getInteger("kill.runs", 10);

	@TempDir
	Path directory;

	private final Random random = new Random();

	/** Per writer, the number and version that were acknowledged last. */
	private final Map<Integer, long[]> acknowledged = new HashMap<>();

	private long acknowledgements;

	private long highest;

	private final List<String> lost = new ArrayList<>();

	@Test
	void losesNothingThatWasAcknowledged() throws Exception {
		for (int run = 0; run < RUNS; run++) {
			kill();
			check();
		}
		System.out.printf("KILL runs=%d acknowledged=%d lost=%d%n", RUNS, this.acknowledgements, this.lost.size());
		assertThat(this.lost).isEmpty();
	}

	private void kill() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
				KilledWriter.class.getName(), this.directory.toString(), Integer.toString(WRITERS))
			.redirectError(Redirect.INHERIT)
			.start();
		CountDownLatch ready = new CountDownLatch(1);
		Thread reader = new Thread(() -> read(process, ready));
		reader.start();
		assertThat(ready.await(60, TimeUnit.SECONDS)).isTrue();
		// How long it lives is what is random here; nothing is waited for.
		process.waitFor(20 + this.random.nextInt(400), TimeUnit.MILLISECONDS);
		// Process.destroyForcibly() would close the stream with what was not read yet.
		process.toHandle().destroyForcibly();
		process.waitFor();
		reader.join();
	}

	/** What was printed before the kill can be read after it. */
	private void read(Process process, CountDownLatch ready) {
		try (BufferedReader lines = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
			String line;
			while ((line = lines.readLine()) != null) {
				if (line.equals("ready")) {
					ready.countDown();
				}
				else {
					acknowledge(line.split(" "));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void acknowledge(String[] fields) {
		if (fields.length < 3) {
			return;
		}
		long version = Long.parseLong(fields[2]);
		this.acknowledged.put(Integer.parseInt(fields[0]), new long[] { Long.parseLong(fields[1]), version });
		this.acknowledgements++;
		this.highest = Math.max(this.highest, version);
	}

	private void check() {
		try (TestEngine found = TestEngine.open(MvStoreJournal.builder(this.directory))) {
			this.acknowledged.forEach((writer, last) -> {
				TestEngine.Key key = found.keys.getOrDefault("writer" + writer, TestEngine.Key.ABSENT);
				long number = key.valueOrNull().path("number").longValue(0);
				// One more may have been committed whose acknowledgement did not come
				// out.
				boolean kept = number == last[0] && key.version() == last[1]
						|| number == last[0] + 1 && key.version() > last[1];
				if (!kept) {
					this.lost.add("writer %d: %d at version %d was acknowledged, %d at version %d was found"
						.formatted(writer, last[0], last[1], number, key.version()));
				}
				last[0] = number;
				last[1] = key.version();
			});
			long version = found.set("after", Json.number(this.random.nextInt()));
			assertThat(version).as("versions are not used again").isGreaterThan(this.highest);
			this.highest = version;
		}
	}

}
