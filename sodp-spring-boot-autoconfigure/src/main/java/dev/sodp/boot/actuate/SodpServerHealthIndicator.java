// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.sodp.boot.properties.SodpServerProperties;
import dev.sodp.server.SodpServer;
import dev.sodp.server.journal.JournalStatus;
import dev.sodp.spring.access.AccessRulesStatus;
import dev.sodp.spring.access.ReloadableAccessPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} for the server that an application hosts: down while what keeps
 * its state refuses changes, for example because the disk is full. Shows whether the
 * access rules are those of their file. Never shows where the state is stored.
 */
public final class SodpServerHealthIndicator extends AbstractHealthIndicator {

	private final SodpServer server;

	private final @Nullable String durability;

	private final @Nullable String directory;

	private final @Nullable ReloadableAccessPolicy accessRules;

	/**
	 * Creates an indicator.
	 * @param server the server to check
	 */
	public SodpServerHealthIndicator(SodpServer server) {
		this(server, null, null, null);
	}

	SodpServerHealthIndicator(SodpServer server, SodpServerProperties.@Nullable Durability durability,
			@Nullable Path directory, @Nullable ReloadableAccessPolicy accessRules) {
		super("SODP server health check failed");
		this.server = Objects.requireNonNull(server, "server must not be null");
		this.durability = (durability != null) ? durability.name().toLowerCase(Locale.ROOT) : null;
		this.accessRules = accessRules;
		this.directory = (directory != null) ? directory.toString() : null;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		JournalStatus journal = this.server.journal();
		String refusal = journal.refusal();
		if (refusal == null) {
			builder.up();
		}
		else {
			builder.down().withDetail("reason", withoutDirectory(refusal));
		}
		if (this.accessRules != null) {
			builder.withDetail("accessRules", describe(this.accessRules.status()));
		}
		if (this.server.cluster().isPresent()) {
			builder.withDetail("durability", "cluster")
				.withDetail("waiting", journal.waiting())
				.withDetail("commits", journal.commits());
			return;
		}
		if (journal.equals(JournalStatus.MEMORY)) {
			builder.withDetail("durability", "memory");
			return;
		}
		if (this.durability != null) {
			builder.withDetail("durability", this.durability);
		}
		builder.withDetail("bytes", journal.bytes())
			.withDetail("waiting", journal.waiting())
			.withDetail("commits", journal.commits());
	}

	/**
	 * Old rules are still rules, so a file that cannot be used does not affect the
	 * status.
	 */
	private static Map<String, Object> describe(AccessRulesStatus status) {
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("rules", status.rules());
		details.put("loaded", status.loaded());
		if (status.failure() != null && status.failedSince() != null) {
			details.put("failure", status.failure());
			details.put("failedSince", status.failedSince());
		}
		return details;
	}

	/** The messages of file systems name the file. */
	private String withoutDirectory(String reason) {
		return (this.directory != null) ? reason.replace(this.directory, "<directory>") : reason;
	}

}
