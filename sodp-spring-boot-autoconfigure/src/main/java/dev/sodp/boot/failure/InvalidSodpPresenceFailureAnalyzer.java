// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.spring.presence.InvalidSodpPresenceException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link InvalidSodpPresenceException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpPresenceFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpPresenceException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpPresenceException cause) {
		String description = String.format(
				"The method%n%n    %s%n%nis annotated with @SodpPresence but cannot supply a value: %s.",
				cause.method(), cause.problem());
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

}
