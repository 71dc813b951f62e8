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
 * Tells HTTP callers apart what a failed write means for them.
 */
@RestControllerAdvice
final class WriteFailures {

	/** Nothing happened: the caller may simply try again. */
	@ExceptionHandler
	ProblemDetail onNotSent(SodpNotSentException ex) {
		return problem(HttpStatus.SERVICE_UNAVAILABLE, ex);
	}

	/** It may have been applied: the caller has to look before trying again. */
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
