// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.spring.watch.InvalidSodpWatchException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link InvalidSodpWatchException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpWatchFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpWatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpWatchException cause) {
		String description = String.format("The watcher%n%n    %s%n%ncannot be called: %s.", cause.method(),
				cause.problem());
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

}
