package dev.sodp.boot;

import dev.sodp.spring.watch.InvalidSodpWatchException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link InvalidSodpWatchException}.
 */
final class InvalidSodpWatchFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSodpWatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSodpWatchException cause) {
		String description = String.format(
				"The method%n%n    %s%n%nis annotated with @SodpWatch but cannot be called: %s.", cause.method(),
				cause.problem());
		return new FailureAnalysis(description, cause.remedy() + ".", cause);
	}

}
