// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.micro;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.Values;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;

/**
 * Compares the heap that decoded values really take with {@link Values#heapSize}, and
 * both with their encoded size, as lines of a table. To be run with
 * {@code java -Xmx600m -cp "target/classes:target/lib/*"}.
 */
public final class ValueHeap {

	private static final int ENCODED_BYTES = 3_000_000;

	private static final int WARM_UP = 2;

	private static final JsonMapper MAPPER = new JsonMapper();

	private ValueHeap() {
	}

	/**
	 * Prints the table.
	 * @param args ignored
	 * @throws InterruptedException if it is interrupted
	 */
	public static void main(String[] args) throws InterruptedException {
		for (int round = 1; round <= WARM_UP; round++) {
			boolean last = round == WARM_UP;
			measure(last, "object of a number, a short text and a boolean",
					(i) -> "{'score': " + i + ", 'name': 'player " + i + "', 'alive': true}");
			measure(last, "map of 1,000 players with a text and three numbers each", (i) -> object(1000, "player",
					(p) -> "{'name': 'Player " + p + "', 'x': " + p * 1.37 + ", 'y': " + p * 2.11 + ", 'hp': 99}"));
			measure(last, "list of 1,000 records with two texts in a list", (i) -> list(1000,
					(p) -> "{'id': " + (100_000 + p) + ", 'name': 'Item number " + p + "', 'tags': ['new', 'sale']}"));
			measure(last, "text of 1,000 Latin characters", (i) -> "'" + "x".repeat(1000) + "'");
			measure(last, "text of 1,000 Cyrillic characters", (i) -> "'" + "ж".repeat(1000) + "'");
			measure(last, "list of 1,000 decimals", (i) -> list(1000, (p) -> "" + p * 1.1));
			measure(last, "list of 1,000 integers above 10", (i) -> list(1000, (p) -> "" + (p + 100)));
			measure(last, "list of 1,000 ones", (i) -> list(1000, (p) -> "1"));
			measure(last, "the same after a change of one element", (i) -> list(1000, (p) -> "1"),
					(value) -> ImmutableNodes.with((ArrayNode) value, 0, IntNode.valueOf(2)));
			measure(last, "list of 1,000 lists of a one", (i) -> list(1000, (p) -> "[1]"));
			measure(last, "list of 1,000 objects, each with one name of its own",
					(i) -> list(1000, (p) -> "{'n" + (i * 1000 + p) + "': 1}"));
			measure(last, "list of 100 objects, each with 30 names of its own",
					(i) -> list(100, (p) -> object(30, "n" + (i * 100 + p) + "x", (q) -> "1")));
			measure(last, "object of 10,000 numbers", (i) -> object(10_000, "name", (p) -> "1"));
		}
	}

	private static String list(int count, IntFunction<String> element) {
		return IntStream.range(0, count).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
	}

	private static String object(int count, String name, IntFunction<String> value) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "'" + name + i + "': " + value.apply(i))
			.collect(Collectors.joining(",", "{", "}"));
	}

	private static void measure(boolean printed, String name, IntFunction<String> json) throws InterruptedException {
		measure(printed, name, json, UnaryOperator.identity());
	}

	private static void measure(boolean printed, String name, IntFunction<String> json, UnaryOperator<JsonNode> change)
			throws InterruptedException {
		FrameEncoder encoder = new FrameEncoder();
		List<byte[]> messages = new ArrayList<>();
		long encoded = 0;
		while (encoded < ENCODED_BYTES) {
			JsonNode value = Values.immutable(MAPPER.readTree(json.apply(messages.size()).replace('\'', '"')));
			encoded += FrameEncoder.encodedSize(value);
			messages.add(encoder.encode(new Frame.StateInit(10, 0, "a", 1, value, true, null)));
		}
		FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(ENCODED_BYTES));
		JsonNode[] values = new JsonNode[messages.size()];
		long before = usedHeap();
		for (int i = 0; i < values.length; i++) {
			values[i] = change.apply(((Frame.StateInit) decoder.decode(ByteBuffer.wrap(messages.get(i)))).value());
		}
		double heap = usedHeap() - before;
		double estimate = 0;
		for (JsonNode value : values) {
			estimate += Values.heapSize(value);
		}
		if (printed) {
			System.out.printf(Locale.ROOT, "| %s | %,d | %.1f | %.1f | %.2f |%n", name, encoded / values.length,
					heap / encoded, estimate / encoded, estimate / heap);
		}
	}

	private static long usedHeap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			Thread.sleep(30);
		}
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
