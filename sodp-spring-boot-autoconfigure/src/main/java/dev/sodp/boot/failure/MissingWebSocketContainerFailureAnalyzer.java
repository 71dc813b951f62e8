// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.MissingWebSocketContainerException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link MissingWebSocketContainerException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingWebSocketContainerFailureAnalyzer
		extends AbstractFailureAnalyzer<MissingWebSocketContainerException> {

	private static final String OTHERWISE = " If this application is only a client, remove sodp.server.enabled.";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingWebSocketContainerException cause) {
		String description = cause.getMessage() + ": ";
		if (cause.missingClasses().isEmpty()) {
			return new FailureAnalysis(description + "it is not a servlet web application.",
					"Remove spring.main.web-application-type, or set it to 'servlet'." + OTHERWISE, cause);
		}
		return new FailureAnalysis(
				description + "the class " + cause.missingClasses().get(0) + " is not on the class path.",
				"Add the dependency org.springframework.boot:spring-boot-starter-websocket." + OTHERWISE, cause);
	}

}
