// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.MissingJournalException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link MissingJournalException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingJournalFailureAnalyzer extends AbstractFailureAnalyzer<MissingJournalException> {

	private static final String ACTION = """
			Add the dependency dev.sodp:sodp-journal-mvstore, whose version comes from dev.sodp:sodp-bom.

			Maven:

			    <dependency>
			        <groupId>dev.sodp</groupId>
			        <artifactId>sodp-journal-mvstore</artifactId>
			    </dependency>

			Gradle:

			    implementation("dev.sodp:sodp-journal-mvstore")

			If the state may be lost when the application stops, remove sodp.server.persistence.enabled.""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingJournalException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", ACTION, cause);
	}

}
