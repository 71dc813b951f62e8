// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;

import jakarta.websocket.Session;

/**
 * Sends frames to a session, with whatever its container offers to gather several into
 * one write and to limit the time of a write. Used by one thread at a time.
 */
interface FrameWriter {

	/**
	 * Sends a frame that another one follows.
	 * @param frame the message
	 * @throws IOException if the socket is broken
	 */
	void gather(byte[] frame) throws IOException;

	/**
	 * Sends the last frame and waits until the socket took all of them.
	 * @param frame the message
	 * @throws IOException if the socket is broken, or the peer did not read in time
	 */
	void sendLast(byte[] frame) throws IOException;

	static FrameWriter of(Session session) {
		boolean tomcat = session.getClass().getName().startsWith("org.apache.tomcat.");
		return tomcat ? new BatchingFrameWriter(session.getBasicRemote())
				: new AsyncFrameWriter(session.getAsyncRemote());
	}

}
