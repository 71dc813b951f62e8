// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import org.junit.jupiter.api.Test;

import static dev.sodp.server.engine.EngineFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

class ResumeTests {

	private final EngineFixture server = new EngineFixture((builder) -> builder.logSize(5));

	private final EngineClient client = this.server.connect();

	private static List<Long> versions(List<Frame> frames) {
		return frames.stream()
			.filter(Frame.Delta.class::isInstance)
			.map((frame) -> ((Frame.Delta) frame).version())
			.toList();
	}

	private static Frame.StateInit last(List<Frame> frames) {
		return (Frame.StateInit) frames.get(frames.size() - 1);
	}

	@Test
	void missedDeltasComeInOrderAndThenTheSnapshot() {
		long first = this.server.set("a", "{'n': 1}");
		long second = this.server.setIn("a", "/n", "2");
		this.server.set("b", "1");
		long third = this.server.setIn("a", "/n", "3");

		List<Frame> frames = this.client.resume("a", first).read();

		assertThat(versions(frames)).containsExactly(second, third);
		assertThat(frames).hasSize(3);
		assertThat(last(frames).version()).isEqualTo(third);
		assertThat(last(frames).value()).isEqualTo(json("{'n': 3}"));
	}

	@Test
	void nothingMissedIsAnsweredWithTheSnapshotAlone() {
		long version = this.server.set("a", "1");

		assertThat(this.client.resume("a", version).readOnly(Frame.StateInit.class).version()).isEqualTo(version);
	}

	@Test
	void subscribesLikeWatch() {
		this.client.resume("a", this.server.set("a", "1")).read();

		this.server.set("a", "2");

		this.client.readOnly(Frame.Delta.class);
	}

	@Test
	void wholeLogIsReplayedWhenItIsComplete() {
		long first = this.server.set("a", "0");
		for (int i = 1; i <= 5; i++) {
			this.server.set("a", "" + i);
		}

		assertThat(versions(this.client.resume("a", first).read())).hasSize(5);
	}

	@Test
	void gapIsAnsweredWithTheSnapshotAlone() {
		long first = this.server.set("a", "0");
		for (int i = 1; i <= 6; i++) {
			this.server.set("a", "" + i);
		}

		assertThat(this.client.resume("a", first).readOnly(Frame.StateInit.class).value()).isEqualTo(json("6"));
	}

	@Test
	void versionAboveTheKeysIsAnsweredWithTheSnapshotAlone() {
		long version = this.server.set("a", "0");
		this.server.set("b", "0");

		assertThat(this.client.resume("a", version + 1).readOnly(Frame.StateInit.class).version()).isEqualTo(version);
	}

	@Test
	void deletionIsReplayed() {
		long version = this.server.set("a", "0");
		long deletion = this.server.delete("a");

		List<Frame> frames = this.client.resume("a", version).read();

		assertThat(versions(frames)).containsExactly(deletion);
		assertThat(last(frames).initialized()).isFalse();
		assertThat(last(frames).version()).isEqualTo(deletion);
	}

	@Test
	void deletedAndWrittenAgainIsReplayedWithRisingVersions() {
		long version = this.server.set("a", "0");
		long deletion = this.server.delete("a");
		long rewrite = this.server.set("a", "1");

		List<Frame> frames = this.client.resume("a", version).read();

		assertThat(versions(frames)).containsExactly(deletion, rewrite);
		assertThat(last(frames).value()).isEqualTo(json("1"));
	}

	@Test
	void logOfADeletedKeyExpires() {
		long version = this.server.set("a", "0");
		this.server.delete("a");
		this.server.pass(Duration.ofMinutes(11));
		EngineClient late = this.server.connect();

		Frame.StateInit init = late.resume("a", version).readOnly(Frame.StateInit.class);

		assertThat(init.initialized()).isFalse();
		assertThat(init.version()).isZero();
	}

	@Test
	void logThatBeganAfterAForgottenDeletionIsNotTakenForComplete() {
		long version = this.server.set("a", "0");
		this.server.delete("a");
		this.server.pass(Duration.ofMinutes(11));
		this.server.set("a", "1");
		EngineClient late = this.server.connect();

		assertThat(late.resume("a", version).readOnly(Frame.StateInit.class).value()).isEqualTo(json("1"));
	}

	@Test
	void expiryOfAnOldDeletionSparesAKeyThatWasWrittenAgain() {
		this.server.set("a", "0");
		this.server.delete("a");
		long version = this.server.set("a", "1");
		long next = this.server.set("a", "2");
		this.server.pass(Duration.ofMinutes(11));
		EngineClient late = this.server.connect();

		assertThat(versions(late.resume("a", version).read())).containsExactly(next);
	}

	@Test
	void resumeOfAKeyWatchedAlreadyDoublesNoDelta() {
		long version = this.server.set("a", "0");
		this.client.watch("a").read();
		this.server.set("a", "1");

		List<Frame> frames = this.client.resume("a", version).read();

		assertThat(versions(frames)).hasSize(1);
		assertThat(last(frames).value()).isEqualTo(json("1"));
	}

	@Test
	void logIsBoundedInBytesToo() {
		EngineFixture small = new EngineFixture((builder) -> builder.maxValueBytes(1000));
		long first = small.set("a", "'" + "x".repeat(900) + "'");
		for (int i = 0; i < 5; i++) {
			small.set("a", "'" + ("" + i).repeat(900) + "'");
		}
		EngineClient late = small.connect();

		late.resume("a", first).readOnly(Frame.StateInit.class);
	}

	@Test
	void deniedResumeIsAnsweredWith403OnItsStream() {
		EngineFixture guarded = new EngineFixture((builder) -> builder.accessPolicy(new WatchTests.OnlyPublicKeys()));
		EngineClient guest = guarded.connect();

		guest.send(new Frame.Resume(99, 1, "secret.a", 1, null));

		Frame.Error error = guest.readOnly(Frame.Error.class);
		assertThat(error.code()).isEqualTo(ErrorCode.DENIED);
		assertThat(error.stream()).isEqualTo(99);
	}

}
