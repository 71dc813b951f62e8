// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FuzzedSession;
import dev.sodp.state.Values;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server survives whatever a client sends: nothing is thrown, queues stay bounded, and
 * everybody else can read every key.
 */
class ServerSessionFuzzTests {

	private static final int QUEUE = 16;

	private final EngineFixture server = new EngineFixture(
			(builder) -> builder.backpressureLimit(QUEUE).maxValueBytes(4096).logSize(5));

	private EngineClient client = this.server.connect();

	static Stream<byte[]> golden() {
		return FuzzedSession.golden();
	}

	@MethodSource("golden")
	@FuzzTest
	void anyMessagesAreSurvived(byte[] input) {
		FuzzedSession session = new FuzzedSession(input);
		while (session.hasNext()) {
			// As a container does: the reader waits while the session is congested.
			if (this.client.session.outbox().isCongested()) {
				this.client.read();
			}
			if (session.nextIsMessage()) {
				this.client.sendBytes(session.message());
			}
			else {
				happen(session.step());
			}
			assertThat(this.client.session.outbox().size()).isLessThan(3 * QUEUE);
		}
		EngineClient reader = this.server.connect();
		for (String key : List.copyOf(this.server.engine.names().all())) {
			reader.watch(key);
			Frame.StateInit init = reader.readOnly(Frame.StateInit.class);
			assertThat(Values.equal(init.value(), this.server.value(key))).as(key).isTrue();
		}
	}

	private void happen(int step) {
		switch (step) {
			case 0 -> this.client.read();
			case 1 -> this.server.pass(Duration.ofSeconds(16));
			case 2 -> this.client.sendText();
			case 3 -> {
				this.client.hangUp();
				this.client = this.server.connect();
			}
			case 4 -> this.server.set("g.d", "{'name': 'Alice', 'health': 100}");
			case 5 -> this.client.watch("g.d", "g.ops");
			case 6 -> this.client.resume("g.d", 1);
			default -> this.server.setIn("g.d", "/health", String.valueOf(step));
		}
	}

}
