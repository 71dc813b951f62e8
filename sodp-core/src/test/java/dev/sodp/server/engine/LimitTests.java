// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

/** Rate, value size and depth. */
class LimitTests {

	private static final String SET = "{'state': 'a', 'value': 1}";

	private final EngineFixture limited = new EngineFixture(
			(builder) -> builder.writesPerSecond(2).watchesPerSecond(2).maxValueBytes(1000));

	private final EngineClient client = this.limited.connect();

	private static String text(int length) {
		return "'" + "x".repeat(length) + "'";
	}

	@Test
	void callsAboveTheRateFailWith429UntilTheNextWindow() {
		assertThat(this.client.result("state.set", SET).success()).isTrue();
		assertThat(this.client.result("state.set", SET).success()).isTrue();
		assertThat(this.client.result("state.set", SET).code()).isEqualTo(ErrorCode.RATE_LIMITED);

		this.limited.pass(Duration.ofSeconds(1));

		assertThat(this.client.result("state.set", SET).success()).isTrue();
	}

	@Test
	void requestForMoreKeysThanASessionMayWatchIsRefusedAsAWhole() {
		EngineFixture few = new EngineFixture((builder) -> builder.maxKeysPerSession(3));
		EngineClient watcher = few.connect();
		watcher.watch("a", "b").read();

		watcher.watch("c", "d");
		assertThat(watcher.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
		watcher.resume("d", 1);
		assertThat(watcher.readOnly(Frame.StateInit.class).state()).isEqualTo("d");
		watcher.resume("e", 1);
		assertThat(watcher.readOnly(Frame.Error.class).message()).isEqualTo("A session may watch at most 3 keys");
	}

	@Test
	void keysThatAreWatchedAlreadyOrNoMoreDoNotCount() {
		EngineFixture few = new EngineFixture((builder) -> builder.maxKeysPerSession(2));
		EngineClient watcher = few.connect();
		watcher.watch("a", "b").read();

		watcher.watch("b", "a");
		assertThat(watcher.readAll(Frame.StateInit.class)).hasSize(2);
		watcher.send(new Frame.Unwatch(0, 1, List.of("a")));
		watcher.watch("c");
		assertThat(watcher.readOnly(Frame.StateInit.class).state()).isEqualTo("c");
	}

	@Test
	void sessionIsPresentAtNoMoreThanTenThousandPaths() {
		EngineClient many = new EngineFixture().connect();
		for (int i = 0; i < 10_000; i++) {
			many.result("state.presence", "{'state': 'a', 'path': '/" + (i % 100) + "/" + i + "', 'value': 1}");
		}

		Frame.Result refused = many.result("state.presence", "{'state': 'a', 'path': '/x', 'value': 1}");
		assertThat(refused.code()).isEqualTo(ErrorCode.RATE_LIMITED);
		assertThat(many.result("state.presence", "{'state': 'a', 'path': '/0/0', 'value': 2}").success()).isTrue();
		many.result("state.remove_in", "{'state': 'a', 'path': '/0/0'}");
		assertThat(many.result("state.presence", "{'state': 'a', 'path': '/x', 'value': 1}").success()).isTrue();
	}

	@Test
	void rateIsLookedAtBeforeTheArguments() {
		this.client.result("state.set", SET);
		this.client.result("state.set", SET);

		assertThat(this.client.result("state.nonsense", "{}").code()).isEqualTo(ErrorCode.RATE_LIMITED);
	}

	@Test
	void watchesAboveTheRateAreAnsweredWith429OnTheirStream() {
		this.client.watch("a").read();
		this.client.resume("b", 1).read();

		this.client.send(new Frame.Resume(55, 1, "c", 1, null));

		Frame.Error error = this.client.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.RATE_LIMITED);
		assertThat(error.stream()).isEqualTo(55);
		assertThat(this.client.closeCode()).isNull();
	}

	@Test
	void watchOfSeveralKeysCountsOnce() {
		this.client.watch("a", "b", "c", "d").read();

		assertThat(this.client.watch("e", "f").readAll(Frame.StateInit.class)).hasSize(2);
	}

	@Test
	void sessionsDoNotShareALimit() {
		this.client.result("state.set", SET);
		this.client.result("state.set", SET);

		assertThat(this.limited.connect().result("state.set", SET).success()).isTrue();
	}

	@Test
	void valueAboveTheLimitFailsWith400AndChangesNothing() {
		this.limited.set("a", "1");

		Frame.Result result = this.client.result("state.set", "{'state': 'a', 'value': " + text(1000) + "}");

		assertThat(result.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(result.data().stringValue()).contains("1000");
		assertThat(this.limited.value("a")).isEqualTo(json("1"));
	}

	@Test
	void valueOfExactlyTheLimitIsAccepted() {
		String largest = text(997);
		assertThat(FrameEncoder.encodedSize(json(largest))).isEqualTo(1000);

		this.limited.set("a", largest);

		assertThat(this.client.result("state.set", "{'state': 'a', 'value': " + text(998) + "}").code()).isEqualTo(400);
	}

	@Test
	void valueThatGrowsInPartsStopsAtTheLimit() {
		int appended = 0;
		EngineFixture server = new EngineFixture((builder) -> builder.maxValueBytes(1000));
		EngineClient writer = server.connect();
		while (writer.result("state.append", "{'state': 'a', 'value': 'ten bytes'}").success()) {
			appended++;
		}

		assertThat(FrameEncoder.encodedSize(server.value("a"))).isLessThanOrEqualTo(1000);
		assertThat(appended).isEqualTo(99);
	}

	@Test
	void manyChangesOfASmallValueAreNeverMistakenForGrowth() {
		for (int i = 0; i < 1000; i++) {
			this.limited.setIn("a", "/n", "" + i);
		}

		assertThat(this.limited.value("a")).isEqualTo(json("{'n': 999}"));
	}

	@Test
	void valueThatShrankMayGrowAgain() {
		this.limited.set("a", "{'text': " + text(900) + "}");
		this.limited.mutate("a", PathEdits.remove(Paths.parse("/text")));

		this.limited.setIn("a", "/other", text(900));

		assertThat(this.limited.value("a").has("other")).isTrue();
	}

	@Test
	void deltaThatWouldBeLargerThanAnyValueTellsTheValueWhole() {
		StringBuilder before = new StringBuilder("{'n0': 0");
		for (int i = 1; i < 90; i++) {
			before.append(", 'n").append(i).append("': 0");
		}
		this.limited.set("a", before + "}");
		this.client.watch("a").read();

		this.limited.set("a", before.toString().replace(": 0", ": 1") + "}");

		Frame.Delta delta = this.client.readOnly(Frame.Delta.class);
		assertThat(delta.ops()).singleElement().satisfies((op) -> assertThat(op.atRoot()).isTrue());
		assertThat(delta.ops().get(0).value()).isEqualTo(this.limited.value("a"));
	}

	@Test
	void valueOf128LevelsIsAcceptedAndOneMoreFailsWith400() {
		EngineFixture server = new EngineFixture();
		EngineClient writer = server.connect();
		String deepest = "[".repeat(128) + "]".repeat(128);

		assertThat(writer.result("state.set", "{'state': 'a', 'value': " + deepest + "}").success()).isTrue();
		assertThat(writer.result("state.set_in", "{'state': 'b', 'path': '/x', 'value': " + deepest + "}").code())
			.isEqualTo(400);
		assertThat(writer.result("state.append", "{'state': 'c', 'value': " + deepest + "}").code()).isEqualTo(400);
		assertThat(writer.result("state.set_in", "{'state': 'd', 'path': '" + "/x".repeat(128) + "', 'value': 1}")
			.success()).isTrue();
		assertThat(
				writer.result("state.set_in", "{'state': 'd', 'path': '" + "/x".repeat(129) + "', 'value': 1}").code())
			.isEqualTo(400);
	}

	@Test
	void notANumberFailsWith400() {
		byte[] args = new FrameEncoder()
			.encode(new Frame.Call(0, 1, "id", "state.set", json("{'state': 'a', 'value': 1.5}")));
		byte[] nan = ByteBuffer.allocate(8).putDouble(Double.NaN).array();
		System.arraycopy(nan, 0, args, args.length - 8, 8);

		this.client.sendBytes(args);

		assertThat(this.client.readOnly(Frame.Result.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
	}

	@Test
	void paramsThatCannotBeEchoedAreAnsweredWith400() {
		byte[] watch = new FrameEncoder().encode(new Frame.Watch(0, 1, List.of("a"), json("1.5")));
		byte[] nan = ByteBuffer.allocate(8).putDouble(Double.NaN).array();
		System.arraycopy(nan, 0, watch, watch.length - 8, 8);

		this.client.sendBytes(watch);

		Frame.Error error = this.client.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(error.message()).contains("'a'");
	}

}
