// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import dev.sodp.server.SodpServer;

import org.springframework.messaging.simp.SimpMessagingTemplate;

/** Ways to notify many clients of a new value. */
final class FanOuts {

	private final SodpServer server;

	private final BareEndpoints bare;

	private final SimpMessagingTemplate stomp;

	private final SseEndpoint sse;

	FanOuts(SodpServer server, BareEndpoints bare, SimpMessagingTemplate stomp, SseEndpoint sse) {
		this.server = server;
		this.bare = bare;
		this.stomp = stomp;
		this.sse = sse;
	}

	FanOut of(String kind) {
		return switch (kind) {
			case "server" -> (player) -> this.server.set(Player.KEY, player);
			case "stomp" -> (player) -> this.stomp.convertAndSend(StompEndpoint.TOPIC, player);
			case "sse" -> this.sse::send;
			case "bare" -> this.bare.unbatched();
			case "batched" -> this.bare.batched();
			default -> throw new IllegalArgumentException(kind);
		};
	}

	/** One of the ways. */
	@FunctionalInterface
	interface FanOut {

		void send(Player player);

		/** Called at the end of a burst. */
		default void flush() {
		}

	}

}
