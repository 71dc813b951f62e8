// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Deltas;
import dev.sodp.state.ValueConverter;
import dev.sodp.state.Values;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One field of one entry of a map changes. The baselines are what a client does without
 * shared structure: copy the value deeply, change the copy, convert all of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MapBenchmark {

	private static final TypeReference<Map<String, Player>> PLAYERS = new TypeReference<>() {
	};

	private final JsonMapper mapper = JsonMapper.shared();

	@Param({ "10", "100", "1000", "10000", "100000" })
	int entries;

	private List<List<DeltaOp>> deltas = List.of();

	private List<String[]> paths = List.of();

	private int next;

	private JsonNode value = this.mapper.nullNode();

	private final ValueConverter<Map<String, Player>> converter = ValueConverter.to(PLAYERS.getType(), this.mapper);

	private ObjectNode mutable = this.mapper.createObjectNode();

	@Setup
	public void setUp() {
		List<DeltaOp> ops = Samples.moves(this.entries);
		this.deltas = ops.stream().map(List::of).toList();
		this.paths = ops.stream().map((op) -> op.path().substring(1).split("/")).toList();
		this.mutable = Samples.players(this.entries);
		this.value = Values.immutable(this.mutable);
	}

	private int next() {
		this.next = (this.next + 1) % Samples.OPS;
		return this.next;
	}

	private JsonNode change() {
		this.value = Deltas.apply(this.value, this.deltas.get(next()));
		return this.value;
	}

	private ObjectNode changeCopy() {
		int i = next();
		ObjectNode copy = this.mutable.deepCopy();
		String[] path = this.paths.get(i);
		((ObjectNode) copy.get(path[0])).set(path[1], this.deltas.get(i).get(0).value());
		this.mutable = copy;
		return copy;
	}

	@Benchmark
	public JsonNode apply() {
		return change();
	}

	@Benchmark
	public JsonNode applyBaseline() {
		return changeCopy();
	}

	@Benchmark
	public Map<String, Player> typed() {
		JsonNode after = change();
		return this.converter.convert(after, this.deltas.get(this.next));
	}

	@Benchmark
	public Map<String, Player> typedBaseline() {
		return this.mapper.treeToValue(changeCopy(), PLAYERS);
	}

}
