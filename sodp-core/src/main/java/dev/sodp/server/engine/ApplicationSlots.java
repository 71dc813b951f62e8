// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.server.SodpServerOptions;

/**
 * The slots of all calls of the application's code: each kind has its own, so that slow
 * loaders do not keep methods waiting.
 */
final class ApplicationSlots {

	private final CallSlots<Load> loads;

	private final CallSlots<Interception> interceptions;

	private final CallSlots<Invocation> methods;

	ApplicationSlots(SodpServerOptions options, ServerClock clock, Timers timers, ApplicationCalls application) {
		this.loads = new CallSlots<>(clock, timers, options.loadTimeout(), application::load);
		this.interceptions = new CallSlots<>(clock, timers, options.interceptTimeout(), application::intercept);
		this.methods = new CallSlots<>(clock, timers, options.methodTimeout(), application::invoke);
	}

	CallSlots<Load> loads() {
		return this.loads;
	}

	CallSlots<Interception> interceptions() {
		return this.interceptions;
	}

	CallSlots<Invocation> methods() {
		return this.methods;
	}

	/**
	 * A thread has come to a call that was started.
	 * @param call the call
	 * @return false if the call is not to be made, as its time is up
	 */
	boolean begins(ApplicationCall call) {
		if (call instanceof Load load) {
			return this.loads.begins(load);
		}
		if (call instanceof Interception interception) {
			return this.interceptions.begins(interception);
		}
		return call instanceof Invocation invocation && this.methods.begins(invocation);
	}

	/**
	 * The application has answered.
	 * @param call a call that was started, and has begun
	 */
	void answered(ApplicationCall call) {
		if (call instanceof Load load) {
			this.loads.answered(load);
		}
		else if (call instanceof Interception interception) {
			this.interceptions.answered(interception);
		}
		else if (call instanceof Invocation invocation) {
			this.methods.answered(invocation);
		}
	}

	/** Waits for no answer any longer. */
	void close() {
		this.loads.close();
		this.interceptions.close();
		this.methods.close();
	}

}
