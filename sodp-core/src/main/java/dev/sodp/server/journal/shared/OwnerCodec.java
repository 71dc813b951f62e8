// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.journal.shared;

import dev.sodp.server.journal.PresenceOwner;

/** The stored form of a {@link PresenceOwner}: the node, a slash, the session. */
final class OwnerCodec {

	private static final char SEPARATOR = '/';

	private OwnerCodec() {
	}

	static String encode(PresenceOwner owner) {
		return owner.life() + SEPARATOR + owner.session();
	}

	static PresenceOwner decode(String stored) {
		int separator = stored.lastIndexOf(SEPARATOR);
		return new PresenceOwner(stored.substring(0, separator), Long.parseLong(stored.substring(separator + 1)));
	}

}
