// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.MissingNettyModuleException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link MissingNettyModuleException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingNettyModuleFailureAnalyzer extends AbstractFailureAnalyzer<MissingNettyModuleException> {

	private static final String ACTION = """
			Add the dependency dev.sodp:sodp-netty, whose version comes from dev.sodp:sodp-bom.

			Maven:

			    <dependency>
			        <groupId>dev.sodp</groupId>
			        <artifactId>sodp-netty</artifactId>
			    </dependency>

			Gradle:

			    implementation("dev.sodp:sodp-netty")

			If clients are to use the port of the web server, remove sodp.server.port.""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingNettyModuleException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", ACTION, cause);
	}

}
