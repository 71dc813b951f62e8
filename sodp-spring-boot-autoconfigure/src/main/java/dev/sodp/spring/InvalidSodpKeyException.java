// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a {@link SodpState} cannot be injected because its injection point does not
 * say which key, client or type it stands for. Prevents the application context from
 * starting.
 */
public final class InvalidSodpKeyException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The injection point. */
	private final String place;

	/** What is wrong with it. */
	private final String problem;

	/** How to fix it. */
	private final String remedy;

	InvalidSodpKeyException(String place, String problem, String remedy, @Nullable Throwable cause) {
		super("The SodpState for " + place + " cannot be injected: " + problem + ". " + remedy + ".", cause);
		this.place = place;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns the injection point.
	 * @return a description of the parameter or field
	 */
	public String place() {
		return this.place;
	}

	/**
	 * Returns why the state cannot be injected.
	 * @return a sentence without its full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns how to fix the problem.
	 * @return a sentence without its full stop
	 */
	public String remedy() {
		return this.remedy;
	}

}
