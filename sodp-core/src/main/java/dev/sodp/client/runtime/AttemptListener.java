// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.nio.ByteBuffer;

import dev.sodp.internal.FrameLog;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.LinkListener;

/**
 * Passes on what happens to the link of one connection attempt. Decodes on the reading
 * thread, before anything is locked.
 */
final class AttemptListener implements LinkListener {

	private final long attempt;

	private final ClientShell shell;

	private final FrameDecoder decoder;

	AttemptListener(long attempt, ClientShell shell, int maxMessageBytes) {
		this.attempt = attempt;
		this.shell = shell;
		this.decoder = new FrameDecoder(CodecLimits.ofFrameBytes(maxMessageBytes));
	}

	@Override
	public void opened(Link opened) {
		this.shell.opened(this.attempt, opened);
	}

	@Override
	public void received(ByteBuffer message) {
		int bytes = message.remaining();
		Frame frame;
		try {
			frame = this.decoder.decode(message);
		}
		catch (MalformedFrameException ex) {
			if (FrameLog.isEnabled()) {
				FrameLog.received(this.shell.logName(), ex, bytes);
			}
			this.shell.receivedMalformed(this.attempt, ex, bytes);
			return;
		}
		if (FrameLog.isEnabled()) {
			FrameLog.received(this.shell.logName(), frame, bytes);
		}
		this.shell.received(this.attempt, frame, bytes);
	}

	@Override
	public void alive() {
		this.shell.alive(this.attempt);
	}

	@Override
	public void closed(LinkEnd end) {
		this.shell.closed(this.attempt, end);
	}

}
