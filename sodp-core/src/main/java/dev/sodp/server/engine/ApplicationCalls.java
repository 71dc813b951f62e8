// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

/**
 * Where the engine has the hosting application's code called. Called in the middle of a
 * step: an implementation only records the request and acts after the step.
 */
public interface ApplicationCalls {

	/**
	 * Has a key loaded and hands the call to
	 * {@link ServerEngine#answered(ApplicationCall)}.
	 * @param load whose outcome is to be set
	 */
	void load(Load load);

	/**
	 * Asks interceptors and hands the call to
	 * {@link ServerEngine#answered(ApplicationCall)}.
	 * @param interception whose outcome is to be set
	 */
	void intercept(Interception interception);

	/**
	 * Has a method called and hands the call to
	 * {@link ServerEngine#answered(ApplicationCall)}.
	 * @param invocation whose outcome is to be set
	 */
	void invoke(Invocation invocation);

	/**
	 * The application's code has failed in a way that no one else learns of.
	 * @param source which part of the application; nothing that a client can choose
	 * @param what it should have done
	 * @param cause why it did not
	 */
	void failed(Object source, String what, Throwable cause);

}
