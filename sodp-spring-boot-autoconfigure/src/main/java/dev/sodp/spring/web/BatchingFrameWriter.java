// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.web;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.websocket.RemoteEndpoint;

/**
 * Writes to Tomcat, which limits blocking writes by a property of the session.
 *
 * <p>
 * Batching is enabled only between a frame and the last one: a container answers pings by
 * itself, and in an idle session those answers would sit in the batch until the peer
 * gives up on the session. Tomcat flushes at the end of a batch by itself; flushing twice
 * would cost a system call.
 */
final class BatchingFrameWriter implements FrameWriter {

	private final RemoteEndpoint.Basic remote;

	private boolean batching;

	BatchingFrameWriter(RemoteEndpoint.Basic remote) {
		this.remote = remote;
	}

	@Override
	public void gather(byte[] frame) throws IOException {
		if (!this.batching) {
			this.remote.setBatchingAllowed(true);
			this.batching = true;
		}
		this.remote.sendBinary(ByteBuffer.wrap(frame));
	}

	@Override
	public void sendLast(byte[] frame) throws IOException {
		this.remote.sendBinary(ByteBuffer.wrap(frame));
		if (this.batching) {
			this.remote.setBatchingAllowed(false);
			this.batching = false;
		}
	}

}
