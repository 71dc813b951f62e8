// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Accepts matches over HTTP.
 */
@RestController
class MatchController {

	private final Matches matches;

	MatchController(Matches matches) {
		this.matches = matches;
	}

	/**
	 * Takes a form, since a path does not carry every name: containers refuse
	 * {@code a%2Fb}.
	 */
	@PostMapping("/matches")
	@ResponseStatus(HttpStatus.CREATED)
	void record(@RequestParam String player, @RequestParam long points) {
		this.matches.record(new Match(player, points));
	}

	@ExceptionHandler
	ProblemDetail onRefused(DataIntegrityViolationException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The database rejected the match");
	}

}
