// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import dev.sodp.spring.SodpKey;
import dev.sodp.spring.SodpOperations;
import dev.sodp.spring.SodpState;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Writes and reads the score over HTTP.
 */
@RestController
@RequestMapping("/score")
final class ScoreController {

	private final SodpOperations sodp;

	private final SodpState<Score> score;

	ScoreController(SodpOperations sodp, @SodpKey(Score.KEY) SodpState<Score> score) {
		this.sodp = sodp;
		this.score = score;
	}

	/** No servlet thread waits: Spring MVC answers when the future completes. */
	@PostMapping("/{value}")
	CompletableFuture<Written> write(@PathVariable long value) {
		return this.sodp.set(Score.KEY, new Score(value)).thenApply((result) -> new Written(true, result.version()));
	}

	/**
	 * Reads the local value, without waiting for the server. 404 as long as there is no
	 * score.
	 */
	@GetMapping
	long read() {
		return this.score.get()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No score has been set yet"))
			.value();
	}

	/**
	 * Answer to a write.
	 *
	 * @param ok always true; a write that failed is answered with an error status
	 * @param version version of the key after the write, null if the server does not
	 * report it
	 */
	record Written(boolean ok, OptionalLong version) {
	}

}
