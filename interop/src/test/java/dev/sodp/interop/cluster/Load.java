// SPDX-License-Identifier: Apache-2.0

package dev.sodp.interop.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.sodp.client.SodpClient;
import dev.sodp.interop.engines.EngineProcess;
import dev.sodp.server.SodpServer;
import dev.sodp.server.StateSnapshot;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writers and observers on all nodes, all of them present in one room, and in the end the
 * comparison of what writers were told, what observers know and what is stored.
 */
final class Load {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int MOST_KEYS = 100_000;

	private final TestCluster cluster;

	private final List<Writer> writers = new ArrayList<>();

	private final List<Observer> observers = new ArrayList<>();

	private final Set<String> present = new TreeSet<>();

	private final long began = System.nanoTime();

	private Load(TestCluster cluster) {
		this.cluster = cluster;
	}

	/** Begins with a writer and an observer on each node. */
	static Load start(TestCluster cluster, List<String> urls) {
		Load load = new Load(cluster);
		for (String url : urls) {
			load.observe(url);
		}
		for (String url : urls) {
			load.write(url);
		}
		return load;
	}

	/** Adds a writer. */
	Writer write(String url) {
		String name = "writer" + (this.writers.size() + 1);
		Writer writer = new Writer(name, enter(name, url)).start();
		this.writers.add(writer);
		return writer;
	}

	/** Adds an observer. */
	Observer observe(String url) {
		String name = "observer" + (this.observers.size() + 1);
		Observer observer = new Observer(name, enter(name, url));
		this.observers.add(observer);
		return observer;
	}

	private SodpClient enter(String name, String url) {
		SodpClient client = this.cluster.client(url);
		client.presence(Observer.ROOM, "/" + name, true).orTimeout(30, TimeUnit.SECONDS).join();
		this.present.add(name);
		return client;
	}

	/** Lets the writers write. */
	static void run(Duration duration) {
		every(duration, duration, () -> {
		});
	}

	/** Does something again and again while the writers write. */
	static void every(Duration interval, Duration duration, Runnable fault) {
		long end = System.nanoTime() + duration.toNanos();
		Awaitility.await().pollDelay(interval).pollInterval(interval).atMost(duration.plus(PATIENCE)).until(() -> {
			fault.run();
			return System.nanoTime() >= end - interval.toNanos() / 2;
		});
	}

	/** Waits until each writer is told again that something is stored. */
	void awaitProgress() {
		Map<Writer, Integer> before = new TreeMap<>((one, other) -> one.name().compareTo(other.name()));
		this.writers.forEach((writer) -> before.put(writer, writer.acknowledged().size()));
		Awaitility.await("progress of all writers")
			.atMost(PATIENCE)
			.untilAsserted(() -> before.forEach(
					(writer, count) -> assertThat(writer.acknowledged()).as("%s", writer).hasSizeGreaterThan(count)));
	}

	/**
	 * Ends the load and waits until observers and engine agree.
	 * @return what was acknowledged and is not stored
	 */
	Set<String> finish(EngineProcess engine) {
		this.writers.stream()
			.map(Writer::stop)
			.toList()
			.forEach((stopped) -> stopped.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
		Duration took = Duration.ofNanos(System.nanoTime() - this.began);
		SodpServer reader = this.cluster.reader(engine);
		SortedMap<String, JsonNode> stored = stored(reader);
		awaitAgreement(stored);
		awaitPresence(reader);
		assertThat(this.observers).allSatisfy((observer) -> assertThat(observer.disorder()).isEmpty());
		Set<String> lost = compare(stored);
		int acknowledged = this.writers.stream().mapToInt((writer) -> writer.acknowledged().size()).sum();
		System.out.printf("%s: %d acknowledged in %d ms, %d of them lost%n", this.cluster, acknowledged,
				took.toMillis(), lost.size());
		this.writers.forEach((writer) -> System.out.println("  " + writer));
		return lost;
	}

	private static SortedMap<String, JsonNode> stored(SodpServer reader) {
		SortedMap<String, JsonNode> stored = new TreeMap<>();
		for (String key : reader.keys("load.", null, MOST_KEYS)) {
			reader.get(key).map(StateSnapshot::value).ifPresent((value) -> stored.put(key, value));
		}
		return stored;
	}

	private void awaitAgreement(SortedMap<String, JsonNode> stored) {
		Awaitility.await("all observers to know what is stored").atMost(PATIENCE).untilAsserted(() -> {
			for (Observer observer : this.observers) {
				SortedMap<String, JsonNode> known = observer.values();
				assertThat(known.keySet()).as("%s", observer).isEqualTo(stored.keySet());
				List<String> different = stored.keySet()
					.stream()
					.filter((key) -> !stored.get(key).equals(known.get(key)))
					.toList();
				assertThat(different).as("keys of which %s knows other values", observer).isEmpty();
			}
		});
	}

	private void awaitPresence(SodpServer reader) {
		Awaitility.await("presence of the live sessions, and of no others").atMost(PATIENCE).untilAsserted(() -> {
			for (Observer observer : this.observers) {
				assertThat(observer.present()).as("%s", observer).isEqualTo(this.present);
			}
		});
		assertThat(reader.get(Observer.ROOM)).hasValueSatisfying(
				(room) -> assertThat(room.value().propertyNames()).containsExactlyInAnyOrderElementsOf(this.present));
	}

	private Set<String> compare(SortedMap<String, JsonNode> stored) {
		List<String> appended = new ArrayList<>();
		Set<String> tags = new TreeSet<>();
		stored.entrySet().stream().sorted(Load::byNumber).forEach((entry) -> {
			String key = entry.getKey();
			JsonNode value = entry.getValue();
			if (key.startsWith(Writer.LISTS)) {
				value.forEach((element) -> appended.add(element.stringValue()));
			}
			else {
				tags.addAll(value.propertyNames());
			}
		});
		assertThat(appended).as("what was appended").doesNotHaveDuplicates();
		tags.addAll(appended);
		Set<String> lost = new TreeSet<>();
		for (Writer writer : this.writers) {
			assertThat(appended.stream().map(writer::number).filter((number) -> number >= 0).toList())
				.as("what %s has appended", writer.name())
				.isSorted();
			lost.addAll(missing(writer.acknowledged().stream().map(writer::tag).toList(), tags));
			assertThat(writer.refused()).as("what %s was told is not stored", writer.name())
				.noneMatch((number) -> tags.contains(writer.tag(number)));
		}
		return lost;
	}

	private static int byNumber(Map.Entry<String, JsonNode> one, Map.Entry<String, JsonNode> other) {
		return Integer.compare(number(one.getKey()), number(other.getKey()));
	}

	private static int number(String key) {
		return Integer.parseInt(key.substring(key.lastIndexOf('.') + 1));
	}

	private static List<String> missing(Collection<String> expected, Set<String> tags) {
		return expected.stream().filter((tag) -> !tags.contains(tag)).toList();
	}

	/** Waits until all observers see someone. */
	void awaitPresent(String name) {
		Awaitility.await(name + " to be present")
			.atMost(PATIENCE)
			.until(() -> this.observers.stream().allMatch((observer) -> observer.present().contains(name)));
	}

	/** Waits until the first observer does not see some clients any more. */
	void awaitGone(String... names) {
		Awaitility.await("absence of " + List.of(names))
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(this.observers.get(0).present()).doesNotContain(names));
	}

	/** How many writes each writer has begun. */
	Map<Writer, Integer> begun() {
		return this.writers.stream().collect(Collectors.toMap(Function.identity(), Writer::begun));
	}

	/** The tags of the first writes of each writer. */
	static Set<String> tags(Map<Writer, Integer> numbers) {
		Set<String> tags = new TreeSet<>();
		numbers.forEach((writer, end) -> IntStream.range(0, end).mapToObj(writer::tag).forEach(tags::add));
		return tags;
	}

	List<Writer> writers() {
		return this.writers;
	}

	List<Observer> observers() {
		return this.observers;
	}

}
