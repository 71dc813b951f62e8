// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import dev.sodp.server.MethodInvocation;
import dev.sodp.spring.internal.AwaitedResults;
import dev.sodp.spring.internal.BeanInvocation;
import dev.sodp.state.TreeWriter;
import org.jspecify.annotations.Nullable;

/**
 * Calls a bean method for a client and writes what it returns as its declared type.
 */
final class CallTarget extends BeanInvocation {

	private final String description;

	private final TreeWriter writer;

	private final Type resultType;

	CallTarget(ServedMethod method, TreeWriter writer) {
		super(method.bean(), method.beanClass(), method.method(), method.invocable());
		this.description = method.description();
		this.writer = writer;
		this.resultType = AwaitedResults.valueType(method.method(), method.beanClass());
	}

	CompletionStage<@Nullable Object> call(MethodInvocation call) throws Exception {
		Object result = invoke(new CallMessage(call));
		CompletionStage<@Nullable Object> stage = AwaitedResults.toStage(result, CurrentUser.reactorContext());
		return stage.thenApply(this::write);
	}

	private @Nullable Object write(@Nullable Object result) {
		Object value = (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
		return (value != null) ? this.writer.write(value, this.resultType) : this.writer.write(null);
	}

	@Override
	public String toString() {
		return this.description;
	}

}
