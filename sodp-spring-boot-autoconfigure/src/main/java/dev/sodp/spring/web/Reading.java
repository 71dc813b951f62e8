// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import jakarta.websocket.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

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
		Method suspend = ClassUtils.getMethodIfAvailable(session.getClass(), "suspend");
		Method resume = ClassUtils.getMethodIfAvailable(session.getClass(), "resume");
		return (FrameWriter.isTomcat(session) && suspend != null && resume != null)
				? new OnTomcat(session, suspend, resume) : ENDLESS;
	}

	/**
	 * Tomcat's session. Called by reflection, since Tomcat brings classes of Jakarta of
	 * its own, which must not be on a path beside the real ones.
	 *
	 * @param session the session
	 * @param suspendMethod stops reading
	 * @param resumeMethod goes on
	 */
	record OnTomcat(Session session, Method suspendMethod, Method resumeMethod) implements Reading {

		private static final Logger logger = LoggerFactory.getLogger(Reading.class);

		@Override
		public boolean suspend() {
			ReflectionUtils.invokeMethod(this.suspendMethod, this.session);
			return true;
		}

		/** A session that is closed meanwhile cannot be resumed, and need not be. */
		@Override
		public void resume() {
			try {
				this.resumeMethod.invoke(this.session);
			}
			catch (InvocationTargetException | IllegalAccessException ex) {
				logger.debug("Cannot go on reading of {}", this.session.getId(), ex);
			}
		}

	}

}
