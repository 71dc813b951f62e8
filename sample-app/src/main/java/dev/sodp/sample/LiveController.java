// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Feeds the page with server-sent events, so that it works the same whether this instance
 * hosts the state or not.
 */
@RestController
final class LiveController {

	private final Browsers browsers;

	LiveController(Browsers browsers) {
		this.browsers = browsers;
	}

	@GetMapping("/live")
	SseEmitter live() {
		return this.browsers.open();
	}

}
