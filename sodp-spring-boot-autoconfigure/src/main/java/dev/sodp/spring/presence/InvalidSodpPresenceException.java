// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.presence;

import java.lang.reflect.Method;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * A method annotated with {@link SodpPresence} that can never supply a value. Stops the
 * start of the application context.
 */
public final class InvalidSodpPresenceException extends SodpException {

	private static final long serialVersionUID = 1L;

	private final String method;

	private final String problem;

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
	 * The method.
	 * @return class, name and parameter types
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Why it cannot supply a value.
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
