// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.Method;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a method annotated with {@link SodpPresence} cannot supply a value. Prevents
 * the application context from starting.
 */
public final class InvalidSodpPresenceException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The annotated method. */
	private final String method;

	/** Why it cannot supply a value. */
	private final String problem;

	/** How to fix it. */
	private final String remedy;

	InvalidSodpPresenceException(Class<?> beanClass, Method method, String problem, String remedy,
			@Nullable Throwable cause) {
		super("@SodpPresence method " + PresenceMethods.describe(beanClass, method) + " cannot supply a value: "
				+ problem + ". " + remedy + ".", cause);
		this.method = PresenceMethods.describe(beanClass, method);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Returns the method.
	 * @return its class, name and parameter types
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns why it cannot supply a value.
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
