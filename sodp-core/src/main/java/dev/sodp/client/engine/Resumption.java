// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.Objects;

import dev.sodp.protocol.Capabilities;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session may resume keys from their local values or must request them afresh
 * (protocol section 6): afresh if the server has a different history or takes the client
 * for another subject, or if the last session ended before everything was restored,
 * perhaps because resuming overloaded the server.
 */
final class Resumption {

	/**
	 * What the last HELLO advertised, in this session or an earlier one; null before the
	 * first.
	 */
	private @Nullable Capabilities capabilities;

	/** Of the last token that was accepted, if the server named it. */
	private @Nullable String subject;

	/** Whether the next session must request keys afresh. */
	private boolean forbidden;

	/** Whether this session began with resuming. */
	private boolean allowed;

	/** A server sent HELLO, perhaps a different one than before. */
	void greeted(Capabilities now) {
		Capabilities before = this.capabilities;
		// A server that sends an epoch and one that sends none are not the same either.
		this.forbidden |= before != null && !Objects.equals(before.epoch(), now.epoch());
		this.capabilities = now;
	}

	/**
	 * A server accepted a token. Another subject may read other keys of a prefix, and
	 * those that have not changed would not be sent.
	 */
	void authenticated(@Nullable String newSubject) {
		this.forbidden |= this.subject != null && !this.subject.equals(newSubject);
		this.subject = newSubject;
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
	 * This client itself ends the session: if keys are not restored yet, resuming is not
	 * to blame.
	 */
	void handedOver() {
		this.forbidden &= !this.allowed;
	}

}
