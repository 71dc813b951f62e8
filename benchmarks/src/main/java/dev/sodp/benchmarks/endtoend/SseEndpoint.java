// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events with the whole value. */
@RestController
class SseEndpoint {

	static final String PATH = "/sse";

	private final Set<SseEmitter> emitters = ConcurrentHashMap.newKeySet();

	@GetMapping(PATH)
	SseEmitter events() throws IOException {
		SseEmitter emitter = new SseEmitter(0L);
		// The head of the answer goes out with the first event.
		emitter.send(SseEmitter.event().comment(""));
		this.emitters.add(emitter);
		return emitter;
	}

	void send(Player player) {
		for (SseEmitter emitter : this.emitters) {
			try {
				emitter.send(player, MediaType.APPLICATION_JSON);
			}
			catch (IOException | IllegalStateException ex) {
				this.emitters.remove(emitter);
			}
		}
	}

}
