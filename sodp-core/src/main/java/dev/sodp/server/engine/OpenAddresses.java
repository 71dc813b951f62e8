// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.transport.Peer;

/**
 * Counts the sessions of each address. Whoever has an IPv6 address usually has a whole
 * network of them, so these count by network.
 */
final class OpenAddresses {

	private static final int NETWORK_GROUPS = 4;

	private final Tally counts = new Tally();

	void add(Peer peer) {
		this.counts.add(source(peer.address()));
	}

	void remove(Peer peer) {
		this.counts.remove(source(peer.address()));
	}

	int count(Peer peer) {
		return this.counts.count(source(peer.address()));
	}

	/**
	 * What counts as one.
	 * @param address address and port, or anything else that stands for itself
	 * @return the address, or network, without port
	 */
	static String source(String address) {
		int port = address.lastIndexOf(':');
		if (port < 0) {
			return address;
		}
		String host = address.substring(0, port);
		if (host.indexOf(':') < 0) {
			return host;
		}
		int end = -1;
		for (int group = 0; group < NETWORK_GROUPS; group++) {
			end = host.indexOf(':', end + 1);
			if (end < 0) {
				return host;
			}
		}
		return host.substring(0, end);
	}

}
