// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;

/**
 * An operation that is measured.
 *
 * @param name how its figures are called; those of a benchmark with sizes have the size
 * behind it
 * @param what the operation in words
 * @param benchmark its class
 * @param method its method; the baseline's name has {@code Baseline} behind it
 * @param baseline the baseline in words
 */
record Line(String name, String what, Class<?> benchmark, String method, String baseline) {

	static final String APPLY = "apply";

	static final List<Line> ALL = List.of(
			new Line("decode.delta", "decode a DELTA of one operation", CodecBenchmark.class, "decodeDelta",
					"plain msgpack-core to a tree"),
			new Line("decode.init", "decode a STATE_INIT of 100 entries", CodecBenchmark.class, "decodeStateInit",
					"plain msgpack-core to a tree"),
			new Line("encode.call", "encode a `state.set` of 11 fields", CodecBenchmark.class, "encodeCall",
					"plain msgpack-core from a tree"),
			new Line(APPLY, "apply one nested UPDATE", MapBenchmark.class, "apply", "deep copy, then change"),
			new Line("typed", "apply and convert to `Map<String, Player>`", MapBenchmark.class, "typed",
					"deep copy, change, convert all"),
			new Line("append.1k", "append to an array of 1,000", ArrayBenchmark.class, "append",
					"deep copy, then append"),
			new Line("roll.1k", "append to an array of 1,000 and drop the first", ArrayBenchmark.class, "appendAndTrim",
					"deep copy, append, remove"),
			new Line("diff.11", "diff of an object of 11 fields", DiffBenchmark.class, "object", "`equals`"),
			new Line("diff.10k", "diff of a map of 10,000 that shares the rest", DiffBenchmark.class, "sharedMap",
					"`equals`"),
			new Line("diff.10k.rewritten", "diff of a map of 10,000 that shares nothing", DiffBenchmark.class,
					"rewrittenMap", "`equals`"),
			new Line("path", "parse a path of three segments", PathBenchmark.class, "parse",
					"Jackson's `JsonPointer`"));

	String baselineMethod() {
		return this.method + "Baseline";
	}

}
