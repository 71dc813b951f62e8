// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.function.Supplier;

import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpUnsupportedException;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call that is bound to a version (protocol section 5) means to the server of
 * this session what it means to the caller: a server without the capability would ignore
 * the condition, and in another history the version is that of another value.
 */
final class Conditions {

	/** Describes the server, for humans. */
	private final Supplier<String> server;

	private Capabilities capabilities = Capabilities.NONE;

	Conditions(Supplier<String> server) {
		this.server = server;
	}

	void sessionLive(Capabilities newCapabilities) {
		this.capabilities = newCapabilities;
	}

	/**
	 * Why a call must not be sent in this session.
	 * @return null if it can be
	 */
	@Nullable SodpNotSentException whyUnfit(PendingCall<?> call) {
		if (!call.isConditional()) {
			return null;
		}
		SodpNotSentException unsupported = whyUnsupported(call + " was not sent");
		if (unsupported == null && call.isBasedOnOther(history())) {
			return new SodpNotSentException(
					call + " was not sent: " + this.server.get()
							+ " has begun a new history, in which the version it is based on means something else",
					null);
		}
		return unsupported;
	}

	/**
	 * Why no conditional call can be sent in this session.
	 * @param what what does not happen because of it, as the start of a sentence
	 * @return null if one can
	 */
	@Nullable SodpNotSentException whyUnsupported(String what) {
		return this.capabilities.has(Feature.IF_VERSION) ? null : new SodpUnsupportedException(
				what + ": " + this.server.get() + " does not support conditional writes", Feature.IF_VERSION);
	}

	/** The history of the server in this session or the last one, if it has a name. */
	@Nullable String history() {
		return this.capabilities.epoch();
	}

	/** Whether the server has begun another history than this one. */
	boolean hasLeft(@Nullable String history) {
		return history != null && !history.equals(history());
	}

}
