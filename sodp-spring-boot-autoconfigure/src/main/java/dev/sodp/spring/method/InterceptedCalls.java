// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.MethodInvocation;
import dev.sodp.server.SodpMethodHandler;
import org.jspecify.annotations.Nullable;

/**
 * Calls a method, with interceptors around it.
 */
final class InterceptedCalls implements SodpMethodHandler {

	private final CallTarget target;

	private final List<SodpMethodInterceptor> interceptors;

	InterceptedCalls(CallTarget target, List<SodpMethodInterceptor> interceptors) {
		this.target = target;
		this.interceptors = interceptors;
	}

	@Override
	public CompletionStage<@Nullable Object> call(MethodInvocation call) {
		try {
			return new InterceptedCall(call, 0).proceed();
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public String toString() {
		return this.target.toString();
	}

	/** The call as one interceptor sees it. */
	private final class InterceptedCall implements SodpMethodInterceptor.Call {

		private final MethodInvocation invocation;

		private final int depth;

		InterceptedCall(MethodInvocation invocation, int depth) {
			this.invocation = invocation;
			this.depth = depth;
		}

		@Override
		public MethodInvocation invocation() {
			return this.invocation;
		}

		@Override
		public CompletionStage<@Nullable Object> proceed() throws Exception {
			List<SodpMethodInterceptor> all = InterceptedCalls.this.interceptors;
			if (this.depth == all.size()) {
				return InterceptedCalls.this.target.call(this.invocation);
			}
			return all.get(this.depth).intercept(new InterceptedCall(this.invocation, this.depth + 1));
		}

	}

}
