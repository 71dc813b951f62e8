// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.Limit;
import dev.sodp.transport.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** HELLO, and what is answered to messages that are no requests. */
class GreetingTests {

	private final EngineFixture server = new EngineFixture();

	@Test
	void firstFrameIsHello() {
		Frame.Hello hello = this.server.connect(Peer.remote("somebody")).readOnly(Frame.Hello.class);

		assertThat(hello.seq()).isEqualTo(1);
		assertThat(hello.protocol()).isEqualTo("sodp");
		assertThat(hello.version()).isEqualTo("1.0");
		assertThat(hello.server()).isEqualTo("sodp-spring");
		assertThat(hello.auth()).isFalse();
	}

	@Test
	void helloAdvertisesWhatTheServerCanDo() {
		Frame.Hello hello = this.server.connect(Peer.remote("somebody")).readOnly(Frame.Hello.class);

		assertThat(hello.capabilities().features()).contains(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME,
				Feature.REMOVE_IN, Feature.PRESENCE_OWNER, Feature.IF_VERSION);
		assertThat(hello.capabilities().limit(Limit.BACKPRESSURE)).hasValue(1024);
		assertThat(hello.capabilities().limit(Limit.MESSAGE_BYTES)).hasValue((1024 + 64) * 1024);
		assertThat(hello.capabilities().epoch()).isEqualTo("epoch-1");
	}

	@Test
	void helloAdvertisesNoRateLimitsUnlessThereAreSome() {
		Frame.Hello unlimited = this.server.connect(Peer.remote("somebody")).readOnly(Frame.Hello.class);
		Frame.Hello limited = new EngineFixture((builder) -> builder.writesPerSecond(5).watchesPerSecond(7))
			.connect(Peer.remote("somebody"))
			.readOnly(Frame.Hello.class);

		assertThat(unlimited.capabilities().limit(Limit.WRITES_PER_SECOND)).isEmpty();
		assertThat(unlimited.capabilities().limit(Limit.WATCHES_PER_SECOND)).isEmpty();
		assertThat(limited.capabilities().limit(Limit.WRITES_PER_SECOND)).hasValue(5);
		assertThat(limited.capabilities().limit(Limit.WATCHES_PER_SECOND)).hasValue(7);
	}

	@Test
	void framesOfASessionAreCounted() {
		EngineClient client = this.server.connect();
		client.watch("a", "b", "c");

		assertThat(client.read()).extracting(Frame::seq).containsExactly(2L, 3L, 4L);
	}

	@Test
	void malformedFrameIsAnsweredWith400AndTheSessionGoesOn() {
		EngineClient client = this.server.connect();

		Frame.Error error = client.sendBytes((byte) 0x94, (byte) 0x02, (byte) 0x0b, (byte) 0x01, (byte) 0xc0)
			.readOnly(Frame.Error.class);

		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(error.stream()).isEqualTo(11);
		client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void frameWithoutReadableHeaderIsAnsweredWith400AndTheSessionGoesOn() {
		EngineClient client = this.server.connect();

		Frame.Error error = client.sendBytes((byte) 0xc1).readOnly(Frame.Error.class);

		assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
		assertThat(error.stream()).isZero();
		client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void textMessageIsAnsweredWith400AndTheSessionGoesOn() {
		EngineClient client = this.server.connect();

		assertThat(client.sendText().readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
		client.watch("a").readOnly(Frame.StateInit.class);
	}

	@Test
	void unknownFrameTypeIsAnsweredWith400() {
		EngineClient client = this.server.connect();

		client.send(new Frame.Unknown(0, 1, 0x77));

		assertThat(client.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
	}

	@Test
	void frameThatOnlyServersSendIsAnsweredWith400() {
		EngineClient client = this.server.connect();

		client.send(new Frame.AuthOk(0, 1, "me"));

		assertThat(client.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.BAD_REQUEST);
	}

	@Test
	void reservedFrameTypeIsIgnored() {
		EngineClient client = this.server.connect();

		client.send(new Frame.Unknown(0, 1, 0x08));

		assertThat(client.read()).isEmpty();
	}

	@Test
	void frameAboveTheLimitIsAnsweredWith413AndCloses() {
		EngineFixture small = new EngineFixture((builder) -> builder.maxValueBytes(1000));
		EngineClient client = small.connect();

		client.sendBytes(new byte[1000 + 64 * 1024 + 1]);

		assertThat(client.readOnly(Frame.Error.class).code()).isEqualTo(ErrorCode.TOO_LARGE);
		assertThat(client.closeCode()).isEqualTo(1009);
		assertThat(client.oversized()).isEqualTo(1000 + 64 * 1024 + 1);
		assertThat(small.engine.sessions()).isEmpty();
	}

	@Test
	void nothingIsAnsweredAfterTheEnd() {
		EngineClient client = this.server.connect();
		client.hangUp();

		client.watch("a");
		client.call("state.set", "{'state': 'a', 'value': 1}");

		assertThat(client.read()).isEmpty();
		assertThat(this.server.engine.names().all()).isEmpty();
	}

}
