// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import dev.sodp.protocol.SodpException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a watcher can never work, for example a method annotated with
 * {@link SodpWatch} whose parameters no event can provide. Prevents the application
 * context from starting.
 */
public final class InvalidSodpWatchException extends SodpException {

	private static final long serialVersionUID = 1L;

	/** The method, or the id of a watcher without one. */
	private final String method;

	/** Why it cannot be called. */
	private final String problem;

	/** How to fix it. */
	private final String remedy;

	/**
	 * Creates the exception.
	 * @param method class, name and parameter types of the method
	 * @param problem why it cannot be called, a sentence without its full stop
	 * @param remedy what to write instead, a sentence without its full stop
	 * @param cause what reported it, if anything
	 */
	public InvalidSodpWatchException(String method, String problem, String remedy, @Nullable Throwable cause) {
		this("@SodpWatch method " + method, method, problem, remedy, cause);
	}

	private InvalidSodpWatchException(String subject, String method, String problem, String remedy,
			@Nullable Throwable cause) {
		super(subject + " cannot be called: " + problem + ". " + remedy + ".", cause);
		this.method = method;
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Creates an exception for a watcher that was registered in code and has no method.
	 */
	static InvalidSodpWatchException ofWatcher(String id, String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidSodpWatchException("Watcher '" + id + "'", "'" + id + "', registered in code", problem,
				remedy, cause);
	}

	/**
	 * Returns the method.
	 * @return its class, name and parameter types; the id of a watcher without a method
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
