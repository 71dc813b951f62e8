// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An application that answers when a test wants it to. */
final class ManualApplication implements ApplicationCalls {

	private final Deque<Load> loads = new ArrayDeque<>();

	private final Deque<Interception> interceptions = new ArrayDeque<>();

	private final Deque<Invocation> invocations = new ArrayDeque<>();

	/** Whether no thread is free. */
	boolean busy;

	private final List<String> failures = new ArrayList<>();

	/** Which parts of the application have failed. */
	final Set<Object> failed = new HashSet<>();

	/** Loads that have not been answered. */
	Deque<Load> loads() {
		return this.loads;
	}

	/** Interceptions that have not been answered. */
	Deque<Interception> interceptions() {
		return this.interceptions;
	}

	/** Calls of methods that have not been answered. */
	Deque<Invocation> invocations() {
		return this.invocations;
	}

	/** What the operator was informed of. */
	List<String> failures() {
		return this.failures;
	}

	/** A test that has no threads free tries again itself. */
	private void begin(ApplicationCall call) {
		if (!this.busy) {
			call.begun();
		}
	}

	@Override
	public void load(Load load) {
		this.loads.add(load);
		begin(load);
	}

	@Override
	public void intercept(Interception interception) {
		this.interceptions.add(interception);
		begin(interception);
	}

	@Override
	public void invoke(Invocation invocation) {
		this.invocations.add(invocation);
		begin(invocation);
	}

	@Override
	public void failed(Object source, String what, Throwable cause) {
		this.failures.add(what);
		this.failed.add(source);
	}

}
