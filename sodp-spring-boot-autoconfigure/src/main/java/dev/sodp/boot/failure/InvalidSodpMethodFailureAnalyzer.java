// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.spring.method.InvalidSodpMethodException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link InvalidSodpMethodException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpMethodFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpMethodException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpMethodException cause) {
		String description = String.format("The @SodpMethod method%n%n    %s%n%ncannot be called: %s.", cause.method(),
				cause.problem());
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

}
