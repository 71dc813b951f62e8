// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import jakarta.websocket.Session;
import org.apache.tomcat.websocket.WsSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the container reads the messages of a session. Jakarta WebSocket has no way to
 * stop that; Tomcat does.
 */
interface Reading {

	/** Of a container that always reads. */
	Reading ENDLESS = () -> false;

	/**
	 * Stops reading.
	 * @return false if the container cannot do that
	 */
	boolean suspend();

	/** Goes on reading. */
	default void resume() {
	}

	static Reading of(Session session) {
		return FrameWriter.isTomcat(session) ? new OnTomcat((WsSession) session) : ENDLESS;
	}

	/**
	 * Tomcat's session.
	 *
	 * @param session the session
	 */
	record OnTomcat(WsSession session) implements Reading {

		private static final Logger logger = LoggerFactory.getLogger(Reading.class);

		@Override
		public boolean suspend() {
			this.session.suspend();
			return true;
		}

		/** A session that is closed meanwhile cannot be resumed, and need not be. */
		@Override
		public void resume() {
			try {
				this.session.resume();
			}
			catch (IllegalStateException ex) {
				logger.debug("Cannot go on reading of {}", this.session.getId(), ex);
			}
		}

	}

}
