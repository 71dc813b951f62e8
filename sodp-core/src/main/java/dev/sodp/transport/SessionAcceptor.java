// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * The side of a server that a WebSocket container sees: it passes each accepted socket on
 * to it.
 */
public interface SessionAcceptor {

	/**
	 * Begins a session on a socket that has just been accepted.
	 * @param socket the socket to write to
	 * @param peer the other end of the socket
	 * @return where the container reports what arrives
	 */
	SessionInput accept(SessionSocket socket, Peer peer);

	/**
	 * Returns the size of the largest message that sessions read. A container needs to
	 * buffer no more than one byte beyond it before it reports the message, which is then
	 * refused as too large.
	 * @return size in bytes; by default the largest size of an array
	 */
	default int maxMessageBytes() {
		return Integer.MAX_VALUE - 8;
	}

}
