// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.server.journal.JournalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link JournalException}, which says itself what is wrong and what to do.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class JournalFailureAnalyzer extends AbstractFailureAnalyzer<JournalException> {

	private static final String PROPERTIES = " The directory is the property sodp.server.persistence.directory, the"
			+ " lock timeout sodp.server.persistence.lock-timeout.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, JournalException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", cause.action() + PROPERTIES, cause);
	}

}
