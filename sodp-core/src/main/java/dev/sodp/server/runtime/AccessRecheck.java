// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import dev.sodp.server.engine.AccessControl;
import dev.sodp.server.engine.ServerEngine;
import dev.sodp.server.engine.Session;

/**
 * Checks the subscriptions of all sessions after the access policy's answers have
 * changed.
 */
final class AccessRecheck {

	private final EngineDriver driver;

	private final AccessControl access;

	/** Held for a whole check, so that an older one does not undo a newer one. */
	private final ReentrantLock checkLock = new ReentrantLock();

	AccessRecheck(EngineDriver driver) {
		this.driver = driver;
		this.access = driver.call(ServerEngine::access);
	}

	/**
	 * Checks them.
	 * @return the number of subscriptions that were ended
	 */
	int run() {
		this.driver.checkMayWait();
		this.checkLock.lock();
		try {
			List<Throwable> failures = new ArrayList<>();
			int ended = 0;
			List<Session> sessions = this.driver.call(ServerEngine::accessChanged);
			// First, since below a slow policy is asked about one session after the
			// other. In steps of their own, so that others get in between.
			sessions.forEach((session) -> this.driver.run((engine) -> engine.recheckPrefixes(session)));
			for (Session session : sessions) {
				ended += check(session, failures);
			}
			if (!failures.isEmpty()) {
				throw new IllegalStateException("The access policy did not answer about " + failures.size()
						+ " subscriptions, which go on; " + ended + " others were ended", failures.get(0));
			}
			return ended;
		}
		finally {
			this.checkLock.unlock();
		}
	}

	private int check(Session session, List<Throwable> failures) {
		Set<String> denied = this.access.unreadable(session, this.driver.call((engine) -> engine.keys(session)),
				(key, failure) -> failures.add(failure));
		return denied.isEmpty() ? 0 : this.driver.call((engine) -> engine.revoke(session, denied));
	}

}
