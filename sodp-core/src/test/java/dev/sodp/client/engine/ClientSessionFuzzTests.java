// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sodp.client.ConnectionState;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FuzzedSession;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.Values;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client survives whatever a server sends, whenever it sends it: nothing is thrown, it
 * never floods the server, and its values stay values.
 */
class ClientSessionFuzzTests {

	/** The keys of the golden frames. */
	private static final List<String> KEYS = List.of("g.d", "g.ops", "gj.single");

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(64 * 1024));

	private final EngineHarness client = new EngineHarness((builder) -> builder.token("token"));

	static Stream<byte[]> golden() {
		return FuzzedSession.golden();
	}

	@MethodSource("golden")
	@FuzzTest
	void anyMessagesAreSurvived(byte[] input) {
		FuzzedSession session = new FuzzedSession(input);
		EngineHarness.Recorder watch = this.client.watch(KEYS.toArray(new String[0]));
		this.client.live();
		while (session.hasNext()) {
			this.client.sent.clear();
			this.client.errors.clear();
			if (session.nextIsMessage()) {
				receive(session.message());
			}
			else {
				happen(session.step());
			}
			assertThat(this.client.sent).hasSizeLessThan(100);
			assertThat(this.client.engine.status().watchedKeys()).isLessThanOrEqualTo(KEYS.size());
		}
		watch.events.forEach((event) -> assertThat(Values.depth(event.value())).isLessThanOrEqualTo(Values.MAX_DEPTH));
		this.client.engine.close();
		assertThat(this.client.state()).isEqualTo(ConnectionState.CLOSED);
	}

	private void receive(byte[] message) {
		try {
			Frame frame = this.decoder.decode(ByteBuffer.wrap(message));
			this.client.engine.received(this.client.attempt, frame, message.length);
		}
		catch (MalformedFrameException ex) {
			this.client.engine.receivedMalformed(this.client.attempt, ex);
		}
	}

	private void happen(int step) {
		switch (step) {
			case 0 -> this.client.advance(Duration.ofMillis(300));
			case 1 -> this.client.advance(Duration.ofSeconds(11));
			case 2 -> this.client.loseLink();
			case 3 -> this.client.engine.linkOpened(this.client.attempt);
			case 4 -> this.client.hello(EngineHarness.FULL, false);
			case 5 -> this.client.set(KEYS.get(0), "value");
			case 6 -> this.client.engine.unwatch(KEYS.get(1));
			case 7 -> this.client.engine.reconnect();
			case 8 -> this.client.engine.tokenObtained(this.client.attempt, "token");
			case 9 -> this.client.engine.stop();
			case 10 -> this.client.engine.start();
			default -> this.client.engine.linkAlive(this.client.attempt);
		}
	}

}
