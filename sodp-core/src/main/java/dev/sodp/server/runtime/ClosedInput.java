// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.nio.ByteBuffer;

import dev.sodp.transport.SessionInput;

/**
 * Ignores the messages of a socket that was not accepted.
 */
enum ClosedInput implements SessionInput {

	/** The only instance. */
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
