// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.failure;

import dev.sodp.server.journal.JournalException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Analyzes a {@link JournalException}, which says itself what is wrong and what to do,
 * but not which properties that concerns.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class JournalFailureAnalyzer extends AbstractFailureAnalyzer<JournalException> {

	private static final String DISK = " The directory is the property sodp.server.persistence.directory, the"
			+ " lock timeout sodp.server.persistence.lock-timeout.";

	private static final String CLUSTER = " Servers, credentials and TLS are the properties spring.data.redis.*,"
			+ " unless something else provides Spring Boot's connection details. Those of the cluster are"
			+ " sodp.server.cluster.*: key-prefix, partitions, min-replicas, allow-eviction.";

	private final @Nullable Environment environment;

	JournalFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, JournalException cause) {
		return new FailureAnalysis(sentence(cause.getMessage()), sentence(cause.action()) + properties(), cause);
	}

	private String properties() {
		boolean cluster = this.environment != null
				&& this.environment.getProperty("sodp.server.cluster.enabled", Boolean.class, false);
		return cluster ? CLUSTER : DISK;
	}

	private static String sentence(@Nullable String text) {
		return (text != null && text.endsWith(".")) ? text : text + ".";
	}

}
