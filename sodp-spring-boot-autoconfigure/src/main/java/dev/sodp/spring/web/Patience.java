// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.util.concurrent.Semaphore;

import jakarta.websocket.Session;

/**
 * Decides how long Tomcat's blocking sends to a session may take, for all sessions of an
 * endpoint.
 *
 * <p>
 * Tomcat answers pings and closes on the thread that reads, behind the send in progress,
 * so a peer that sends a ping and reads nothing holds that thread for as long as a
 * blocking send may take. Peers that are only slow need that time. So a few sessions at
 * once have it, which can hold no more than a few threads, and the others get a moment.
 * Sends in progress and threads that write have it separately, so that peers that do not
 * read their snapshots cannot use up what cheap writes to all others need.
 */
final class Patience {

	/** Tomcat's name for what has no name in the Jakarta API. */
	private static final String TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";

	private static final Long LONG = SodpWebSocketHandler.SEND_TIMEOUT.toMillis();

	private static final Long SHORT = 1_000L;

	private static final int MOST = 4;

	private final Semaphore sends = new Semaphore(MOST);

	/**
	 * One for each thread that writes while none is stuck, or fan-out would be slower.
	 */
	private final Semaphore threads = new Semaphore(Math.max(MOST, Runtime.getRuntime().availableProcessors()));

	/** Limits blocking sends to a session to a moment. */
	void withhold(Session session) {
		limit(session, SHORT);
	}

	/**
	 * Lets a session take its time while a non-blocking send is in progress.
	 * @param session the session
	 * @return false if too many others have it
	 */
	boolean giveToSend(Session session) {
		return give(this.sends, session);
	}

	void takeBackFromSend(Session session) {
		takeBack(this.sends, session);
	}

	/**
	 * Lets a session take its time while a thread writes to it.
	 * @param session the session
	 * @return false if too many others have it
	 */
	boolean giveToThread(Session session) {
		return give(this.threads, session);
	}

	void takeBackFromThread(Session session) {
		takeBack(this.threads, session);
	}

	private static boolean give(Semaphore left, Session session) {
		boolean given = left.tryAcquire();
		if (given) {
			limit(session, LONG);
		}
		return given;
	}

	private static void takeBack(Semaphore left, Session session) {
		left.release();
		limit(session, SHORT);
	}

	private static void limit(Session session, Long millis) {
		session.getUserProperties().put(TIMEOUT, millis);
	}

}
