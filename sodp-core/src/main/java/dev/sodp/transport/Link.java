// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * One WebSocket as the client engine sees it. No method blocks, throws for network
 * reasons, or calls the listener before it returns; failures arrive at
 * {@link LinkListener#closed}.
 */
public interface Link {

	/**
	 * Sends one binary message after all earlier ones.
	 * @param frame the message; not modified afterwards by either side
	 */
	void send(byte[] frame);

	/** Sends a WebSocket ping; its answer arrives at {@link LinkListener#alive()}. */
	void ping();

	/**
	 * Closes after what was sent before; the peer's answer is not awaited for long.
	 * @param code WebSocket close code
	 * @param reason text for the peer, at most 123 bytes
	 */
	void close(int code, String reason);

	/** Drops the connection without ceremony. */
	void abort();

}
