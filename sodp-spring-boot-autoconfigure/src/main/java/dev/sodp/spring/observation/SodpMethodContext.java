// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.Objects;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.SodpCallException;
import dev.sodp.server.StateRejectedException;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

/**
 * Context of the observation of a call of a {@code @SodpMethod} method. Frames have no
 * headers, so each call starts a new trace.
 */
public final class SodpMethodContext extends ReceiverContext<String> {

	private final String method;

	private String outcome = KeyValue.NONE_VALUE;

	/**
	 * Creates a context.
	 * @param method name of the method, which exists
	 */
	public SodpMethodContext(String method) {
		super((carrier, field) -> null, Kind.SERVER);
		this.method = Objects.requireNonNull(method, "method must not be null");
		setCarrier(method);
		setRemoteServiceName("sodp");
	}

	/**
	 * Returns the name of the method.
	 * @return the name
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns the outcome of the call.
	 * @return {@code success}, or the code that the method is answered with, such as
	 * {@code 403}; {@code none} while it is in progress
	 */
	public String outcome() {
		return this.outcome;
	}

	/**
	 * Records the outcome of the call.
	 * @param failure why it failed, or null if it succeeded
	 */
	public void ended(@Nullable Throwable failure) {
		this.outcome = outcome(failure);
	}

	private static String outcome(@Nullable Throwable failure) {
		if (failure == null) {
			return "success";
		}
		if (failure instanceof SodpCallException refusal) {
			return String.valueOf(refusal.code());
		}
		return String
			.valueOf((failure instanceof StateRejectedException refusal) ? refusal.code() : ErrorCode.INTERNAL);
	}

}
