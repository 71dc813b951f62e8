// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a method annotated with {@link SodpMethod} can never be called, for example
 * because of its name or its parameters. Prevents the application context from starting.
 */
public final class InvalidSodpMethodException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The method. */
	private final String method;

	/** Why it cannot be called. */
	private final String problem;

	/** How to fix it. */
	private final String remedy;

	/**
	 * Creates the exception.
	 * @param method name of the bean, and class, name and parameter types of the method
	 * @param problem why it cannot be called, a sentence without its full stop
	 * @param remedy what to write instead, a sentence without its full stop
	 * @param cause what reported it, if anything
	 */
	public InvalidSodpMethodException(String method, String problem, String remedy, @Nullable Throwable cause) {
		super("@SodpMethod method " + method + " cannot be called: " + problem + ". " + remedy + ".", cause);
		this.method = method;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns the method.
	 * @return the name of its bean, and its class, name and parameter types
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns why it cannot be called.
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
