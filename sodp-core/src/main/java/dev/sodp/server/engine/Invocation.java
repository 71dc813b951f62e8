// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Objects;

import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SodpMethodHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The call of a method of the application. */
public final class Invocation extends ApplicationCall {

	private final SodpMethodHandler handler;

	private final MethodInvocation call;

	private @Nullable JsonNode data;

	Invocation(SodpMethodHandler handler, MethodInvocation call, Listener listener) {
		super(listener);
		this.handler = handler;
		this.call = call;
	}

	public SodpMethodHandler handler() {
		return this.handler;
	}

	public MethodInvocation call() {
		return this.call;
	}

	/**
	 * The method has returned.
	 * @param newData an immutable value
	 */
	public void returned(JsonNode newData) {
		this.data = newData;
	}

	JsonNode data() {
		return Objects.requireNonNull(this.data, "The method has not returned");
	}

	@Override
	public String toString() {
		return "the method '" + this.call.method() + "'";
	}

}
