// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.sodp.benchmarks.Result;
import dev.sodp.journal.mvstore.Durability;
import dev.sodp.journal.mvstore.MvStoreJournal;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.LogLimits;

/**
 * Measures the stored journal. Goals are ratios to what MVStore and the disk need in the
 * same run; block writes are what the system counts for this process.
 */
public final class JournalBenchmark {

	private static final LogLimits LIMITS = new LogLimits(1000, 4 << 20);

	private static final int WRITERS = 64;

	private final Path directory;

	private final boolean quick;

	private JournalBenchmark(Path directory, boolean quick) {
		this.directory = directory;
		this.quick = quick;
	}

	/**
	 * Runs everything.
	 * @param args {@code quick} or {@code full}, then optionally a directory, on the disk
	 * that is meant
	 */
	public static void main(String[] args) throws Exception {
		boolean quick = args.length > 0 && args[0].equals("quick");
		Path parent = Path.of((args.length > 1) ? args[1] : "target");
		Path directory = Files.createTempDirectory(Files.createDirectories(parent), "journal");
		try {
			JournalBenchmark benchmark = new JournalBenchmark(directory, quick);
			benchmark.throughput();
			benchmark.latency();
			benchmark.interval();
			benchmark.blockWrites("journal.block_writes.writers_1.kb", 1);
			benchmark.blockWrites("journal.block_writes.writers_64.kb", WRITERS);
			benchmark.compaction();
			benchmark.start();
		}
		finally {
			delete(directory);
		}
	}

	private static void delete(Path directory) throws IOException {
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(path);
			}
		}
	}

	/** In turn and in small pieces, so that both find the same disk. */
	private void throughput() throws Exception {
		int rounds = this.quick ? 60 : 300;
		int changes = 20 * WRITERS;
		List<Double> journal = new ArrayList<>();
		List<Double> bare = new ArrayList<>();
		Workload workload = Workload.members(WRITERS, 10);
		try (Proposer proposer = new Proposer(this.directory.resolve("throughput"), LIMITS);
				BareStore store = new BareStore(this.directory.resolve("throughput.mv.db"), WRITERS, LIMITS.deltas())) {
			// Until logs are full, so that each change also removes one.
			int warmUps = 1 + WRITERS * LIMITS.deltas() / changes;
			for (int round = -warmUps; round < rounds; round++) {
				long start = System.nanoTime();
				proposer.run(workload, changes, WRITERS);
				double perSecond = changes * 1e9 / (System.nanoTime() - start);
				start = System.nanoTime();
				store.run(changes / WRITERS, WRITERS);
				double barePerSecond = changes * 1e9 / (System.nanoTime() - start);
				if (round >= 0) {
					journal.add(perSecond);
					bare.add(barePerSecond);
				}
			}
		}
		new Result("journal.always.writers_64_per_s", median(journal), "1/s").print();
		new Result("journal.bare.batches_of_64_per_s", median(bare), "1/s").print();
		new Result("journal.always.writers_64.over_bare", median(journal) / median(bare), "ratio").print();
	}

	private void latency() throws Exception {
		int rounds = this.quick ? 60 : 300;
		int changes = 30;
		List<Double> journal = new ArrayList<>();
		List<Double> syncs = new ArrayList<>();
		Workload workload = Workload.members(1, 10);
		try (Proposer proposer = new Proposer(this.directory.resolve("latency"), LIMITS);
				BareStore store = new BareStore(this.directory.resolve("latency.mv.db"), 1, LIMITS.deltas())) {
			proposer.run(workload, 2000, 1);
			store.run(2000, 1);
			for (int round = 0; round < rounds; round++) {
				journal.add(micros(proposer.run(workload, changes, 1), 0.5));
				syncs.add(micros(store.run(changes, 1), 0.5));
			}
		}
		new Result("journal.always.writers_1.p50_us", median(journal), "us").print();
		new Result("journal.sync.p50_us", median(syncs), "us").print();
		new Result("journal.always.writers_1.over_sync", median(journal) / median(syncs), "ratio").print();
	}

	/**
	 * A whole server that confirms before the sync, in turn with one that stores nothing.
	 */
	private void interval() {
		int rounds = this.quick ? 60 : 300;
		List<Double> stored = new ArrayList<>();
		List<Double> memory = new ArrayList<>();
		MvStoreJournal journal = MvStoreJournal.builder(this.directory.resolve("interval"))
			.durability(Durability.INTERVAL)
			.build();
		try (SodpServer first = SodpServer.builder().journal(() -> journal).build();
				SodpServer second = SodpServer.builder().build()) {
			for (int round = -rounds; round < rounds; round++) {
				double storedPerSecond = mutationsPerSecond(first, round);
				double memoryPerSecond = mutationsPerSecond(second, round);
				if (round >= 0) {
					stored.add(storedPerSecond);
					memory.add(memoryPerSecond);
				}
			}
		}
		new Result("journal.interval_per_s", median(stored), "1/s").print();
		new Result("journal.memory_per_s", median(memory), "1/s").print();
		new Result("journal.interval.over_memory", median(stored) / median(memory), "ratio").print();
	}

	private static double mutationsPerSecond(SodpServer server, int round) {
		int mutations = 5_000;
		long start = System.nanoTime();
		for (int i = 0; i < mutations; i++) {
			server.setIn("key" + i % 500, "/member", round * mutations + i);
		}
		return mutations * 1e9 / (System.nanoTime() - start);
	}

	/** Long enough for the whole value to be written several times. */
	private void blockWrites(String name, int writers) throws Exception {
		int changes = this.quick ? 2000 : 6000;
		Workload workload = Workload.members(1, 100_000);
		try (Proposer proposer = new Proposer(this.directory.resolve(name), LIMITS)) {
			proposer.run(workload, 1000, WRITERS);
			long before = BlockWrites.bytes();
			proposer.run(workload, changes, writers);
			new Result(name, (BlockWrites.bytes() - before) / 1024.0 / changes, "KB").print();
		}
	}

	/** The same changes before there is anything to give back, and while there is. */
	private void compaction() throws Exception {
		int length = 10_000;
		int keys = 1000;
		Workload workload = Workload.texts(keys, length);
		try (Proposer proposer = new Proposer(this.directory.resolve("compaction"), new LogLimits(1000, 0))) {
			proposer.run(workload, keys, WRITERS);
			double first = micros(proposer.run(workload, keys, WRITERS), 0.99);
			int changes = (this.quick ? 100 : 200) * keys / 10;
			double later = micros(proposer.run(workload, changes, WRITERS), 0.99);
			new Result("journal.compaction.p99_ms", later / 1000, "ms").print();
			new Result("journal.compaction.p99.over_before", later / first, "ratio").print();
			new Result("journal.compaction.file.over_live",
					proposer.journal().status().bytes() / ((double) keys * length), "ratio")
				.print();
			long start = System.nanoTime();
			proposer.close();
			new Result("journal.compaction.close_ms", (System.nanoTime() - start) / 1e6, "ms").print();
		}
	}

	private void start() throws Exception {
		int keys = 100_000;
		Path path = this.directory.resolve("start");
		try (Proposer proposer = new Proposer(path, LIMITS)) {
			proposer.run(Workload.members(keys, 10), 10 * keys, 4096);
		}
		List<Double> starts = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			long start = System.nanoTime();
			try (Proposer proposer = new Proposer(path, LIMITS)) {
				starts.add((System.nanoTime() - start) / 1e9);
				if (proposer.recovered() != keys || proposer.recoveredChanges() != 10 * keys) {
					throw new IllegalStateException("Not everything was found");
				}
			}
		}
		new Result("journal.start.keys_100k.changes_1m.s", median(starts), "s").print();
	}

	private static double micros(long[] nanos, double fraction) {
		long[] sorted = nanos.clone();
		Arrays.sort(sorted);
		return sorted[(int) (sorted.length * fraction)] / 1000.0;
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
	}

}
