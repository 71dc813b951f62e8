// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.concurrent.CompletionStage;

import dev.sodp.server.MethodInvocation;
import org.jspecify.annotations.Nullable;

/**
 * Intercepts the calls of {@link SodpMethod} methods, including the conversion of their
 * arguments and results. Beans of this type are called in their order, the first one
 * outermost.
 */
@FunctionalInterface
public interface SodpMethodInterceptor {

	/**
	 * Intercepts a call.
	 * @param call the call
	 * @return completes with the result, usually what {@link Call#proceed()} returns
	 * @throws Exception if the call fails; see {@link SodpMethod}
	 */
	CompletionStage<@Nullable Object> intercept(Call call) throws Exception;

	/**
	 * An intercepted call.
	 */
	interface Call {

		/**
		 * Returns what the client has sent.
		 * @return the method, its arguments and the session
		 */
		MethodInvocation invocation();

		/**
		 * Calls the next interceptor, or the method. To be called in this thread.
		 * @return completes with the result
		 * @throws Exception if the call fails before it returns
		 */
		CompletionStage<@Nullable Object> proceed() throws Exception;

	}

}
