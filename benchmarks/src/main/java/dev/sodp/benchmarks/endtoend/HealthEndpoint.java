// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Something that an application also serves. */
@RestController
class HealthEndpoint {

	static final String PATH = "/health";

	@GetMapping(PATH)
	String health() {
		return "UP";
	}

}
