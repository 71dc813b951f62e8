// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.AccessPolicy;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.StateRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the {@link AccessPolicy} on behalf of sessions. A policy that fails denies.
 */
final class AccessControl {

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
			session.port().failed("The access policy, asked whether to " + verb + " '" + key + "',", ex);
		}
		if (!allowed) {
			throw new StateRejectedException(ErrorCode.DENIED, "Not allowed to " + verb + " '" + key + "'");
		}
	}

	private interface Question {

		boolean ask(@Nullable SodpIdentity identity, String key);

	}

}
