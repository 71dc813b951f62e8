// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.StateRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * A call of the hosting application's code, which may take long: made outside the engine
 * if {@link ServerEngine#begins(ApplicationCall)}, and then handed to
 * {@link ServerEngine#answered(ApplicationCall)} in a step.
 */
public abstract sealed class ApplicationCall permits Load, Interception, Invocation {

	private final Listener listener;

	private @Nullable Throwable failure;

	private Timers.@Nullable Timer timer;

	private boolean begun;

	ApplicationCall(Listener listener) {
		this.listener = listener;
	}

	/**
	 * The application failed.
	 * @param cause what it threw
	 */
	public void failed(Throwable cause) {
		this.failure = cause;
	}

	/** What the application threw, or null. */
	@Nullable Throwable failure() {
		return this.failure;
	}

	Listener listener() {
		return this.listener;
	}

	/** Whether the application's code has been reached. */
	boolean isBegun() {
		return this.begun;
	}

	/** The application's code is being called. */
	void begun() {
		this.begun = true;
	}

	/** Runs out when the answer is too late; null once it is given up. */
	Timers.@Nullable Timer timer() {
		return this.timer;
	}

	void timer(Timers.@Nullable Timer newTimer) {
		this.timer = newTimer;
	}

	/** Is notified, in a step, of what becomes of a call. */
	interface Listener {

		/** The application has answered, or failed, in time. */
		void answered();

		/**
		 * The call was not made, and will not be, as too many others do not end.
		 * @param reason for whoever waits
		 */
		void notMade(StateRejectedException reason);

		/**
		 * The answer is not waited for any longer.
		 * @param since how long it was waited for, for whoever waits
		 */
		void givenUp(String since);

		/** The answer has come after all; may follow {@link #givenUp}. */
		default void answeredLate() {
		}

	}

}
