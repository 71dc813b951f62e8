// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * The other end of an accepted socket.
 *
 * @param address address for logs, such as {@code 10.1.2.3:40312}
 * @param trusted whether the session needs no authentication and passes every access
 * check, like a client in the same application
 */
public record Peer(String address, boolean trusted) {

	/**
	 * Returns a peer that must authenticate if the server requires it.
	 * @param address address for logs
	 * @return the peer
	 */
	public static Peer remote(String address) {
		return new Peer(address, false);
	}

	/**
	 * Returns a peer inside the same application.
	 * @param name name for logs
	 * @return the peer
	 */
	public static Peer trusted(String name) {
		return new Peer(name, true);
	}

}
