// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.MissingClusterModuleException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link MissingClusterModuleException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingClusterModuleFailureAnalyzer extends AbstractFailureAnalyzer<MissingClusterModuleException> {

	private static final String ACTION = """
			A node of a cluster needs two dependencies, the first with the version from dev.sodp:sodp-bom.

			Maven:

			    <dependency>
			        <groupId>dev.sodp</groupId>
			        <artifactId>sodp-journal-redis</artifactId>
			    </dependency>
			    <dependency>
			        <groupId>org.springframework.boot</groupId>
			        <artifactId>spring-boot-starter-data-redis</artifactId>
			    </dependency>

			Gradle:

			    implementation("dev.sodp:sodp-journal-redis")
			    implementation("org.springframework.boot:spring-boot-starter-data-redis")

			If there is only one server, remove sodp.server.cluster.enabled; sodp.server.persistence.enabled keeps its\
			 state on disk.""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingClusterModuleException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", ACTION, cause);
	}

}
