// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.Objects;

import dev.sodp.protocol.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session may resume keys from what is known of them, or must take them afresh
 * (protocol section 6): afresh if the server's history is another one, or if the last
 * session ended before all was restored, which may be because resuming overburdened the
 * server.
 */
final class Resumption {

	/** What the last HELLO said, of this session or an earlier one; null before any. */
	private @Nullable Capabilities capabilities;

	/** Whether the next session must take keys afresh. */
	private boolean forbidden;

	/** Whether this session began with resuming. */
	private boolean allowed;

	/** A server says HELLO, perhaps another one than before. */
	void greeted(Capabilities now) {
		Capabilities before = this.capabilities;
		// A server that tells an epoch and one that tells none are not the same either.
		this.forbidden |= before != null && !Objects.equals(before.epoch(), now.epoch());
		this.capabilities = now;
	}

	/** A session begins; whether it may resume. */
	boolean sessionLive() {
		this.allowed = !this.forbidden;
		this.forbidden = true;
		return this.allowed;
	}

	/** Every watched key shows the server's value. */
	void restored() {
		this.forbidden = false;
	}

	/**
	 * The session ends by this client's own will: whatever is not restored yet, this is
	 * not the fault of resuming.
	 */
	void handedOver() {
		this.forbidden &= !this.allowed;
	}

}
