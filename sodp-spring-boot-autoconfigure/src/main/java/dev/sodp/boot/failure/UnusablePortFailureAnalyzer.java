// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.UnusablePortException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes an {@link UnusablePortException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnusablePortFailureAnalyzer extends AbstractFailureAnalyzer<UnusablePortException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusablePortException cause) {
		// Each transport has a type of its own for it.
		String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
		if (reason.contains("in use")) {
			return new FailureAnalysis("SODP endpoint failed to start. Port " + cause.port() + " was already in use.",
					"Identify and stop the process that's listening on port " + cause.port()
							+ ", or set sodp.server.port to another port.",
					cause);
		}
		return new FailureAnalysis(cause.getMessage() + ": " + reason + ".",
				"Set sodp.server.port and sodp.server.netty.address to a port and an address of this machine that the"
						+ " application may use.",
				cause);
	}

}
