// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

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
			List<Session> sessions = this.driver.call(ServerEngine::accessChanged);
			return sessions.stream().mapToInt(this::check).sum();
		}
		finally {
			this.checkLock.unlock();
		}
	}

	private int check(Session session) {
		Set<String> denied = this.access.unreadable(session, this.driver.call((engine) -> engine.keys(session)));
		return denied.isEmpty() ? 0 : this.driver.call((engine) -> engine.revoke(session, denied));
	}

}
