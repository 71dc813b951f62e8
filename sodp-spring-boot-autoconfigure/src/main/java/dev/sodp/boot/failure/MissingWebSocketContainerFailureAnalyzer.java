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
		return new FailureAnalysis(cause.getMessage(), cause.remedy() + OTHERWISE, cause);
	}

}
