// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link SodpState} is to be injected and nobody can say which. Stops the start of the
 * application context.
 */
public final class InvalidSodpKeyException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String place;

	private final String problem;

	private final String remedy;

	InvalidSodpKeyException(String place, String problem, String remedy, @Nullable Throwable cause) {
		super("The SodpState for " + place + " cannot be injected: " + problem + ". " + remedy + ".", cause);
		this.place = place;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Where it is to be injected.
	 * @return the parameter or field
	 */
	public String place() {
		return this.place;
	}

	/**
	 * Why it cannot be.
	 * @return a sentence without its full stop
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to write instead.
	 * @return a sentence without its full stop
	 */
	public String remedy() {
		return this.remedy;
	}

}
