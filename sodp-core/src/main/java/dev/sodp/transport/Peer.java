// SPDX-License-Identifier: Apache-2.0

package dev.sodp.transport;

/**
 * Who is at the other end of an accepted socket.
 *
 * @param address for logs, such as {@code 10.1.2.3:40312}
 * @param trusted whether the session needs no authentication and passes every access
 * check, as a client in the same application does
 */
public record Peer(String address, boolean trusted) {

	/**
	 * A peer that must authenticate where the server asks for it.
	 * @param address for logs
	 * @return the peer
	 */
	public static Peer remote(String address) {
		return new Peer(address, false);
	}

	/**
	 * A peer inside the same application.
	 * @param name for logs
	 * @return the peer
	 */
	public static Peer trusted(String name) {
		return new Peer(name, true);
	}

}
