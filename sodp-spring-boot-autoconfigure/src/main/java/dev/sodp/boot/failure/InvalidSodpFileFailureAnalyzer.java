// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.InvalidSodpFileException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link InvalidSodpFileException}, which says itself what is wrong and what
 * to do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class InvalidSodpFileFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpFileException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpFileException cause) {
		return new FailureAnalysis(cause.description() + ".", cause.remedy(), cause);
	}

}
