// SPDX-License-Identifier: Apache-2.0

package dev.sodp.sample;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpOutcomeUnknownException;
import dev.sodp.client.SodpRejectedException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Translates failed writes into HTTP errors that tell callers what to do.
 */
@RestControllerAdvice
final class WriteFailures {

	/** Nothing happened: the caller can safely retry. */
	@ExceptionHandler
	ProblemDetail onNotSent(SodpNotSentException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
	}

	/** The write may have been applied: the caller must check before retrying. */
	@ExceptionHandler
	ProblemDetail onOutcomeUnknown(SodpOutcomeUnknownException ex) {
		return problem(HttpStatus.GATEWAY_TIMEOUT, ex);
	}

	@ExceptionHandler
	ProblemDetail onRejected(SodpRejectedException ex) {
		return problem(HttpStatus.BAD_GATEWAY, ex);
	}

	private static ProblemDetail problem(HttpStatus status, Exception ex) {
		return ProblemDetail.forStatusAndDetail(status, ex.getMessage());
	}

}
