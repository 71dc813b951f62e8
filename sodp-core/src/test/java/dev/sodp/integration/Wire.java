// SPDX-License-Identifier: Apache-2.0

package dev.sodp.integration;

/** The vocabulary of faults on a connection, for tests. */
final class Wire {

	private Wire() {
	}

	/** Which way bytes travel. */
	enum Direction {

		TO_SERVER, TO_CLIENT

	}

	/** How far a connection has come. */
	enum Phase {

		/** The HTTP upgrade. */
		UPGRADE,

		/** From the upgrade to the end of HELLO. */
		HELLO,

		/** From HELLO to the end of AUTH_OK. */
		AUTH,

		/** Until every key asked for so far has its snapshot. */
		RESTORE,

		/** After that. */
		LIVE,

		/** From the first byte of a WebSocket close frame. */
		CLOSE

	}

	/** What the network does to a connection. */
	enum Action {

		/** Ends it in order, as a process that exits does. */
		CUT,

		/** Ends it with a reset, as a broken router does. */
		RESET,

		/** Stops reading and forwarding, and keeps it open. */
		STALL,

		/** Takes everything, forwards nothing, and never ends it. */
		HALF_OPEN,

		/** Forwards a few bytes at a time from now on. */
		SPLIT,

		/** Forwards slowly from now on. */
		THROTTLE

	}

}
