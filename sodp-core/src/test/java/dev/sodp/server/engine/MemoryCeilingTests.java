// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.server.ServerStatistics;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.Values;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What happens where keys, values and logs reach their limit. */
class MemoryCeilingTests {

	private static final long LIMIT = 20_000;

	private final EngineFixture server = new EngineFixture((builder) -> builder.maxTotalBytes(LIMIT));

	private static String text(int length) {
		return "'" + "x".repeat(length) + "'";
	}

	private ServerStatistics statistics() {
		return this.server.engine.statistics();
	}

	/** Writes keys of about 1,500 bytes each until one is refused. */
	private int fill() {
		int keys = 0;
		while (keys < 100) {
			try {
				this.server.set("key" + keys, text(1000));
				keys++;
			}
			catch (StateRejectedException ex) {
				assertThat(ex.code()).isEqualTo(ErrorCode.FULL);
				return keys;
			}
		}
		throw new AssertionError("Nothing was refused");
	}

	private static void assertFull(Runnable write) {
		assertThatExceptionOfType(StateRejectedException.class).isThrownBy(write::run)
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.FULL));
	}

	@Test
	void logsGiveWayBeforeAnythingIsRefused() {
		long first = this.server.set("a", text(1000));
		for (int i = 0; i < 100; i++) {
			this.server.set("a", text(1000 + i % 2));
		}
		assertThat(statistics().logBytes()).isPositive();
		assertThat(statistics().valueBytes() + statistics().logBytes()).isLessThanOrEqualTo(LIMIT);
		assertThat(statistics().refusals()).isZero();

		EngineClient late = this.server.connect();
		assertThat(late.resume("a", first).readOnly(Frame.StateInit.class).value()).isEqualTo(json(text(1001)));
	}

	@Test
	void whatDoesNotFitIsRefusedWith507AndChangesNothing() {
		int keys = fill();
		assertThat(keys).isBetween(12, 14);
		long version = this.server.version("key0");

		EngineClient client = this.server.connect();
		Frame.Result result = client.result("state.set", "{'state': 'key0', 'value': " + text(5000) + "}");

		assertThat(result.code()).isEqualTo(ErrorCode.FULL);
		assertThat(result.data().stringValue()).contains("'key0'");
		assertThat(this.server.version("key0")).isEqualTo(version);
		assertThat(this.server.value("key0")).isEqualTo(json(text(1000)));
		assertFull(() -> this.server.set("another", text(1000)));
		assertFull(() -> this.server.mutate("key0", Edits.patch(json("{'text': " + text(5000) + "}"))));
	}

	@Test
	void whatMakesAValueNoLargerAlwaysPasses() {
		this.server.set("list", "[100, 200, 300]");
		this.server.set("object", "{'a': 'long enough', 'b': 'x'}");
		fill();

		this.server.set("key0", text(1000).replace('x', 'y'));
		this.server.set("key1", text(999));
		this.server.setIn("object", "/a", "'short'");
		this.server.mutate("object", PathEdits.remove(Paths.parse("/b")));
		this.server.setIn("list", "/0", "101");
		this.server.mutate("list", Edits.append(json("301"), 3));

		assertThat(this.server.value("object")).isEqualTo(json("{'a': 'short'}"));
		assertThat(this.server.value("list")).isEqualTo(json("[200, 300, 301]"));
	}

	@Test
	void replacingAnElementPassesAlthoughALongArrayTakesMoreAfterIt() {
		EngineFixture tight = new EngineFixture((builder) -> builder.maxTotalBytes(10_000));
		tight.set("a", "[" + "300, ".repeat(399) + "300]");

		tight.setIn("a", "/7", "301");
		tight.mutate("a", PathEdits.remove(Paths.parse("/0")));

		assertThat(tight.value("a")).hasSize(399);
		assertFull(() -> tight.setIn("a", "/7", text(100)));
	}

	@Test
	void deletionMakesRoom() {
		int keys = fill();

		this.server.delete("key3");

		this.server.set("another", text(1000));
		assertThat(this.server.engine.names().all()).hasSize(keys);
	}

	@Test
	void keyThatIsWrittenAgainDoesNotMakeRoomForItself() {
		EngineFixture tight = new EngineFixture((builder) -> builder.maxTotalBytes(2000));
		tight.set("a", text(1000));
		tight.delete("a");

		assertFull(() -> tight.set("a", text(1600)));
		tight.set("a", text(1000));

		assertThat(tight.value("a")).isEqualTo(json(text(1000)));
		assertThat(tight.engine.statistics().valueBytes())
			.isEqualTo(MemoryCeiling.KEY_BYTES + Values.heapSize(tight.value("a")));
	}

	@Test
	void presenceIsRemovedAlsoFromAFullServer() {
		EngineClient guest = this.server.connect();
		guest.result("state.presence", "{'state': 'room', 'path': '/guest', 'value': 'here'}");
		fill();
		assertThat(guest.result("state.presence", "{'state': 'room', 'path': '/other', 'value': " + text(2000) + "}")
			.code()).isEqualTo(ErrorCode.FULL);

		guest.hangUp();

		assertThat(this.server.value("room")).isEqualTo(json("{}"));
	}

	@Test
	void existingKeysCanBeWatchedOnAFullServer() {
		fill();
		while (true) {
			try {
				this.server.set("small" + this.server.engine.names().all().size(), "1");
			}
			catch (StateRejectedException ex) {
				break;
			}
		}
		EngineClient client = this.server.connect();

		assertThat(client.watch("key0").readOnly(Frame.StateInit.class).value()).isEqualTo(json(text(1000)));
		client.send(new Frame.Watch(77, 1, List.of("absent"), null));
		Frame.Error error = client.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.FULL);
		assertThat(error.stream()).isEqualTo(77);
		assertThat(error.message()).contains("'absent'");
	}

	@Test
	void whatIsCountedIsWhatIsThere() {
		EngineFixture roomy = new EngineFixture((builder) -> builder.maxTotalBytes(200_000).maxKeys(30));
		churn(roomy, new Random(1), 20_000, 200_000);

		ServerStatistics statistics = roomy.engine.statistics();
		long values = roomy.engine.names().all().stream().mapToLong((key) -> Values.heapSize(roomy.value(key))).sum();
		assertThat(statistics.valueBytes()).isEqualTo(values + (long) MemoryCeiling.KEY_BYTES * statistics.keys());
		assertThat(statistics.refusals()).isPositive();

		roomy.engine.names().all().forEach(roomy::delete);
		roomy.pass(Duration.ofMinutes(11));
		roomy.connect().watch("x");
		assertThat(roomy.engine.statistics().logBytes()).isZero();
		assertThat(roomy.engine.statistics().valueBytes()).isEqualTo(MemoryCeiling.KEY_BYTES);
	}

	private static void churn(EngineFixture server, Random random, int writes, long limit) {
		for (int i = 0; i < writes; i++) {
			String key = "key" + random.nextInt(40);
			try {
				switch (random.nextInt(5)) {
					case 0 -> server.delete(key);
					case 1 -> server.setIn(key, "/m" + random.nextInt(50), text(random.nextInt(300)));
					case 2 -> server.mutate(key, PathEdits.remove(Paths.parse("/m" + random.nextInt(50))));
					case 3 -> server.set(key, "{'m1': " + text(random.nextInt(10_000)) + "}");
					default -> server.mutate(key, Edits.patch(json("{'m" + random.nextInt(50) + "': 300}")));
				}
			}
			catch (StateRejectedException ex) {
				assertThat(ex.code()).isEqualTo(ErrorCode.FULL);
			}
			ServerStatistics now = server.engine.statistics();
			assertThat(now.valueBytes() + now.logBytes()).isLessThanOrEqualTo(limit);
			assertThat(now.keys()).isLessThanOrEqualTo(30);
		}
	}

	@Test
	void keyBeyondTheirNumberIsRefusedUntilOneIsDeleted() {
		EngineFixture few = new EngineFixture((SodpServerBuilder builder) -> builder.maxKeys(2));
		few.set("a", "1");
		few.set("b", "1");
		EngineClient client = few.connect();

		assertThat(client.result("state.set", "{'state': 'c', 'value': 1}").code()).isEqualTo(ErrorCode.FULL);
		assertThat(client.watch("c").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.FULL);
		assertThat(few.engine.statistics().refusals()).isEqualTo(2);
		few.set("a", "[1, 2, 3]");
		few.delete("a");

		assertThat(client.watch("c").readOnly(Frame.StateInit.class).state()).isEqualTo("c");
		assertThat(client.watch("d").readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.FULL);
		client.unwatch("c").read();
		few.set("d", "1");
	}

}
