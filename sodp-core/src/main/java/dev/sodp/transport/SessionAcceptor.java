// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * What a server offers to a WebSocket container: it is handed each accepted socket.
 */
public interface SessionAcceptor {

	/**
	 * Begins a session on a socket that has just been accepted.
	 * @param socket the socket to write to
	 * @param peer who is at the other end
	 * @return where the container reports what arrives
	 */
	SessionInput accept(SessionSocket socket, Peer peer);

	/**
	 * Largest message that sessions read. A container need not gather more than one byte
	 * beyond it before it reports the message, which is then refused as too large.
	 * @return size in bytes; by default as much as an array holds
	 */
	default int maxMessageBytes() {
		return Integer.MAX_VALUE - 8;
	}

}
