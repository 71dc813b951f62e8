// SPDX-License-Identifier: Apache-2.0

package dev.sodp.boot.actuate;

import java.time.Instant;

import dev.sodp.spring.access.AccessRulesReloader;
import dev.sodp.spring.access.AccessRulesStatus;
import dev.sodp.spring.access.ReloadableAccessPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint} that reports whether the access rules of the server in this
 * application are those of their file, and reads the file again. The file is configured,
 * never chosen by the caller.
 */
@Endpoint(id = "sodpacl")
public final class SodpAclEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(SodpAclEndpoint.class);

	private static final String NO_FILE = "The access rules are in no file: set sodp.server.acl.location";

	private final @Nullable ReloadableAccessPolicy policy;

	private final @Nullable AccessRulesReloader reloader;

	/**
	 * Creates the endpoint.
	 * @param policy the rules, or null if they are in no file
	 * @param reloader replaces them, or null if they are in no file
	 */
	public SodpAclEndpoint(@Nullable ReloadableAccessPolicy policy, @Nullable AccessRulesReloader reloader) {
		this.policy = policy;
		this.reloader = reloader;
	}

	/**
	 * Returns which rules are in force.
	 * @return when they were read, and why they are no longer those of the file, if so
	 */
	@ReadOperation
	public AccessRulesDescriptor accessRules() {
		if (this.policy == null) {
			return new AccessRulesDescriptor(null, null, NO_FILE, null);
		}
		AccessRulesStatus status = this.policy.status();
		return new AccessRulesDescriptor(status.rules(), status.loaded(), status.failure(), status.failedSince());
	}

	/**
	 * Reads the file again. If it is complete, its rules are in force when this returns,
	 * and subscriptions that they do not allow have ended.
	 * @return what came of it
	 */
	@WriteOperation
	public ReloadDescriptor reload() {
		if (this.policy == null || this.reloader == null) {
			return new ReloadDescriptor(ReloadStatus.UNAVAILABLE, null, null, NO_FILE);
		}
		try {
			AccessRulesReloader.Result result = this.reloader.reload();
			return describe(result, this.policy.status().rules());
		}
		catch (RuntimeException ex) {
			logger.warn("Ending what new access rules do not allow failed and is repeated", ex);
			return new ReloadDescriptor(ReloadStatus.FAILED, this.policy.status().rules(), null,
					"The rules are in force, but not all subscriptions that they do not allow have ended;"
							+ " the log of the application says why");
		}
	}

	private static ReloadDescriptor describe(AccessRulesReloader.Result result, int rules) {
		return switch (result.reload().outcome()) {
			case RELOADED -> new ReloadDescriptor(ReloadStatus.RELOADED, rules, result.ended(), null);
			case UNCHANGED, CHANGING -> new ReloadDescriptor(ReloadStatus.UNCHANGED, rules, result.ended(), null);
			case FAILED -> new ReloadDescriptor(ReloadStatus.FAILED, rules, result.ended(), result.reload().failure());
		};
	}

	/**
	 * Descriptor of the rules that are in force.
	 *
	 * @param rules how many rules there are for keys
	 * @param loaded when they were read
	 * @param failure why the file, as it is now, is not in force; null if it is
	 * @param failedSince since when
	 */
	public record AccessRulesDescriptor(@Nullable Integer rules, @Nullable Instant loaded, @Nullable String failure,
			@Nullable Instant failedSince) {
	}

	/**
	 * Descriptor of a reload.
	 *
	 * @param status what came of it
	 * @param rules how many rules for keys are in force now
	 * @param endedSubscriptions how many subscriptions have ended
	 * @param error why the rules of the file are not in force, with line and column if
	 * its content is the reason
	 */
	public record ReloadDescriptor(ReloadStatus status, @Nullable Integer rules, @Nullable Integer endedSubscriptions,
			@Nullable String error) {
	}

	/** What came of a reload. */
	public enum ReloadStatus {

		/** The rules of the file are in force. */
		RELOADED,

		/** They were in force already. */
		UNCHANGED,

		/** The access rules are in no file. */
		UNAVAILABLE,

		/** The file is broken or missing; the rules from before stay in force. */
		FAILED

	}

}
