// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.access.AccessRules;
import dev.sodp.server.access.ClaimPreset;
import dev.sodp.server.document.InvalidDocumentException;
import dev.sodp.spring.internal.OperatorFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.io.Resource;

/**
 * {@link AccessPolicy} with the rules of an ACL file, which can be read again. As long as
 * the file is missing or broken, the rules that were read last stay in force. Who
 * replaces rules must call {@link dev.sodp.server.SodpServer#recheckAccess()} afterwards,
 * as an {@link AccessRulesReloader} does.
 *
 * <p>
 * Thread-safe. Decisions never wait for a file.
 */
public final class ReloadableAccessPolicy implements AccessPolicy {

	private static final Logger logger = LoggerFactory.getLogger(ReloadableAccessPolicy.class);

	private final OperatorFile file;

	private final ClaimPreset preset;

	private final Map<String, String> mappings;

	private final Clock clock;

	/** One look at the file at a time. */
	private final ReentrantLock looking = new ReentrantLock();

	private volatile InForce inForce;

	private volatile @Nullable Failure failure;

	/** What was found last and is settled: in force, or known to be of no use. */
	private FileState settled;

	/** What was found once and may be half of something. */
	private @Nullable FileState unsettled;

	/**
	 * Reads a file.
	 * @param location where the file is
	 * @param preset applies unless the file names one
	 * @param mappings claim paths by name; win over any preset, but not over mappings of
	 * the file
	 * @throws IOException if it cannot be read, with a message without its path
	 * @throws InvalidDocumentException if it is not a complete and valid ACL file
	 * @throws IllegalArgumentException if a mapping is invalid
	 */
	public ReloadableAccessPolicy(Resource location, ClaimPreset preset, Map<String, String> mappings)
			throws IOException {
		this(new OperatorFile(location), preset, mappings, Clock.systemUTC());
	}

	ReloadableAccessPolicy(OperatorFile file, ClaimPreset preset, Map<String, String> mappings, Clock clock)
			throws IOException {
		this.file = file;
		this.preset = Objects.requireNonNull(preset, "preset must not be null");
		this.mappings = Map.copyOf(mappings);
		this.clock = clock;
		this.settled = FileState.of(file.read());
		this.inForce = new InForce(AccessRules.read(this.settled.content(), preset, this.mappings), clock.instant(),
				this.settled);
		logger.info("Loaded the access rules of {}, {} for keys", file, this.inForce.rules().size());
		warn(this.inForce.rules());
	}

	@Override
	public boolean answersAtOnce() {
		return this.inForce.rules().answersAtOnce();
	}

	@Override
	public boolean canRead(@Nullable SodpIdentity identity, String key) {
		return this.inForce.rules().canRead(identity, key);
	}

	@Override
	public boolean canWrite(@Nullable SodpIdentity identity, String key) {
		return this.inForce.rules().canWrite(identity, key);
	}

	@Override
	public boolean canCall(@Nullable SodpIdentity identity, String method) {
		return this.inForce.rules().canCall(identity, method);
	}

	/**
	 * Returns which rules are in force.
	 * @return the status, without looking at the file
	 */
	public AccessRulesStatus status() {
		InForce current = this.inForce;
		Failure failed = this.failure;
		return new AccessRulesStatus(current.rules().size(), current.since(), (failed != null) ? failed.reason() : null,
				(failed != null) ? failed.since() : null);
	}

	/**
	 * Reads the file now, as someone says that it is complete.
	 * @return what came of it
	 */
	public AccessRulesReload reload() {
		this.looking.lock();
		try {
			return settle(FileState.of(this.file));
		}
		finally {
			this.looking.unlock();
		}
	}

	/**
	 * Looks whether the file has changed. A change is taken when it is found for the
	 * second time, so that a file that is being written is left alone.
	 * @return what came of it
	 */
	public AccessRulesReload poll() {
		this.looking.lock();
		try {
			FileState found = FileState.of(this.file);
			if (found.sameAs(this.settled)) {
				this.unsettled = null;
				return result(AccessRulesReload.Outcome.UNCHANGED);
			}
			if (this.unsettled == null || !found.sameAs(this.unsettled)) {
				this.unsettled = found;
				return result(AccessRulesReload.Outcome.CHANGING);
			}
			return settle(found);
		}
		finally {
			this.looking.unlock();
		}
	}

	private AccessRulesReload settle(FileState found) {
		boolean known = found.sameAs(this.settled);
		this.settled = found;
		this.unsettled = null;
		if (found.problem() != null) {
			return failed(found.problem(), known);
		}
		if (found.sameAs(this.inForce.source())) {
			if (this.failure != null) {
				this.failure = null;
				logger.info("The access rules in force are those of {} again", this.file);
			}
			return result(AccessRulesReload.Outcome.UNCHANGED);
		}
		try {
			AccessRules rules = AccessRules.read(found.content(), this.preset, this.mappings);
			this.inForce = new InForce(rules, this.clock.instant(), found);
			this.failure = null;
			logger.info("Loaded the access rules of {} again, {} for keys", this.file, rules.size());
			warn(rules);
			return result(AccessRulesReload.Outcome.RELOADED);
		}
		catch (InvalidDocumentException ex) {
			return failed(String.valueOf(ex.getMessage()), known);
		}
	}

	/** A failure that was reported before is not reported again. */
	private AccessRulesReload failed(String reason, boolean known) {
		Failure before = this.failure;
		this.failure = new Failure(reason, (before != null) ? before.since() : this.clock.instant());
		if (!known) {
			logger.warn("The access rules from before stay in force, as {} cannot be used: {}", this.file, reason);
		}
		return result(AccessRulesReload.Outcome.FAILED);
	}

	private AccessRulesReload result(AccessRulesReload.Outcome outcome) {
		Failure failed = this.failure;
		return new AccessRulesReload(outcome, (failed != null) ? failed.reason() : null);
	}

	private void warn(AccessRules rules) {
		rules.warnings().forEach((warning) -> logger.warn("{}: {}", this.file, warning));
	}

	/**
	 * What decides.
	 *
	 * @param rules the rules
	 * @param since since when
	 * @param source what they were read from
	 */
	private record InForce(AccessRules rules, Instant since, FileState source) {
	}

	/**
	 * Why the file is not in force.
	 *
	 * @param reason the last reason
	 * @param since since when there is one
	 */
	private record Failure(String reason, Instant since) {
	}

}
