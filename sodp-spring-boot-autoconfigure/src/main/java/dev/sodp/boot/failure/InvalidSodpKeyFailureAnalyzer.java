// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.spring.InvalidSodpKeyException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link InvalidSodpKeyException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpKeyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpKeyException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpKeyException cause) {
		String description = String.format("The SodpState for%n%n    %s%n%ncannot be injected: %s.", cause.place(),
				cause.problem());
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

}
