// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import dev.sodp.boot.properties.ClientSettings;
import dev.sodp.boot.properties.SafeUri;
import dev.sodp.spring.SodpStartup;
import dev.sodp.spring.SodpStartupException;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link SodpStartupException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SodpStartupFailureAnalyzer extends AbstractFailureAnalyzer<SodpStartupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SodpStartupException cause) {
		String prefix = ClientSettings.prefix(cause.client());
		String startup = cause.startup().name().toLowerCase(Locale.ROOT);
		String within = (cause.startup() == SodpStartup.FAIL) ? " at the first attempt, or within " : " within ";
		Throwable failure = cause.getCause();
		String reason = (failure != null) ? "the last attempt failed with: " + text(failure)
				: "the server did not answer";
		String description = "With " + prefix + ".startup=" + startup + " the application must have a session with "
				+ cause.server() + within + print(cause.timeout()) + ", but " + reason;
		return new FailureAnalysis(description.endsWith(".") ? description : description + ".",
				"Start the server, correct " + prefix + ".url or " + prefix + ".token, increase " + prefix
						+ ".startup-timeout, or set " + prefix
						+ ".startup=continue to start without the server and connect once it is available.",
				cause);
	}

	private static String print(Duration duration) {
		boolean seconds = duration.toMillis() % 1000 == 0;
		return DurationStyle.SIMPLE.print(duration, seconds ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
	}

	private static String text(Throwable failure) {
		String message = failure.getMessage();
		return (message != null) ? SafeUri.in(message) : failure.getClass().getName();
	}

}
