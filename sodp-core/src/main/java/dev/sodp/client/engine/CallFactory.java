// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import dev.sodp.protocol.FrameEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Creates calls: each has a unique id, which no earlier session has seen, and a deadline,
 * which is never before that of an earlier call.
 */
final class CallFactory {

	private final ClientHost host;

	private final RandomGenerator random;

	private final long timeout;

	CallFactory(ClientHost host, RandomGenerator random, Duration timeout) {
		this.host = host;
		this.random = random;
		this.timeout = timeout.toNanos();
	}

	<T> PendingCall<T> create(String method, ObjectNode args, Function<JsonNode, T> reader) {
		String id = new UUID(this.random.nextLong(), this.random.nextLong()).toString();
		long deadline = this.host.nanoTime() + this.timeout;
		return new PendingCall<>(id, method, args, FrameEncoder.encodedSize(args), deadline, reader);
	}

	/** Creates a call that repeats an earlier one and that no caller waits for. */
	PendingCall<?> repeat(PendingCall<?> earlier) {
		return create(earlier.method(), earlier.args(), Function.identity());
	}

}
