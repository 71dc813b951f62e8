// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import tools.jackson.databind.JsonNode;

/**
 * A server of whatever kind, as the simulation and its network see it.
 */
public interface SimulatedPeer {

	/** Accepts a connection. */
	ServerEnd open(Receiver client);

	/** The hosting application replaces a value. */
	void mutate(String key, JsonNode value);

	/** The value of a key, the null node if it does not exist. */
	JsonNode value(String key);

	int sessions();

	/** Frames that wait for the slowest client. */
	int largestQueue();

	/** Tokens accepted from now on are good for as long as anybody looks. */
	void stopExpiring();

	/** Whether clients may connect. */
	default boolean isAccepting() {
		return true;
	}

	/** The process is gone. */
	void kill();

	/** The server's end of a connection. */
	interface ServerEnd {

		void received(byte[] message);

		/** The network takes frames again. */
		void resume();

		void closed();

	}

	/** The client's end of a connection, as its server sees it. */
	interface Receiver {

		/** Whether another frame may be written now. */
		boolean isWritable();

		void write(byte[] frame);

		/** Sends a WebSocket ping, and does something when the pong has come. */
		void ping(Runnable pong);

		void close(int code, String reason);

	}

}
