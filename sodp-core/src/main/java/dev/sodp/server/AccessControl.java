package dev.sodp.server;

import dev.sodp.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the {@link AccessPolicy} on behalf of sessions. A policy that fails denies.
 */
final class AccessControl {

	private static final Logger log = LoggerFactory.getLogger(AccessControl.class);

	private final AccessPolicy policy;

	AccessControl(AccessPolicy policy) {
		this.policy = policy;
	}

	void checkRead(Session session, String key) {
		check(session, key, "read", this.policy::canRead);
	}

	void checkWrite(Session session, String key) {
		check(session, key, "write", this.policy::canWrite);
	}

	private void check(Session session, String key, String verb, Question question) {
		if (session.peer().trusted()) {
			return;
		}
		boolean allowed = false;
		try {
			allowed = question.ask(session.identity(), key);
		}
		catch (RuntimeException ex) {
			log.error("The access policy failed, so {} may not {} '{}'", session, verb, key, ex);
		}
		if (!allowed) {
			throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to " + verb + " '" + key + "'");
		}
	}

	private interface Question {

		boolean ask(@Nullable SodpIdentity identity, String key);

	}

}
