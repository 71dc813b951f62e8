// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.boot.server.MissingJwtSupportException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Analyzes a {@link MissingJwtSupportException}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingJwtSupportFailureAnalyzer extends AbstractFailureAnalyzer<MissingJwtSupportException> {

	private static final String ACTION = """
			Add the dependency org.springframework.security:spring-security-oauth2-jose, whose version comes from \
			Spring Boot.

			Maven:

			    <dependency>
			        <groupId>org.springframework.security</groupId>
			        <artifactId>spring-security-oauth2-jose</artifactId>
			    </dependency>

			Gradle:

			    implementation("org.springframework.security:spring-security-oauth2-jose")

			If clients need no token, remove the properties under sodp.server.auth.jwt.""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MissingJwtSupportException cause) {
		return new FailureAnalysis(cause.getMessage() + ".", ACTION, cause);
	}

}
