// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;

import dev.sodp.transport.SessionInput;

/**
 * Where the messages of a socket go that was not accepted: nowhere.
 */
enum ClosedInput implements SessionInput {

	/** The only one. */
	INSTANCE;

	@Override
	public void received(ByteBuffer message) {
	}

	@Override
	public void receivedText() {
	}

	@Override
	public void pong() {
	}

	@Override
	public void closed(int code, String reason) {
	}

}
