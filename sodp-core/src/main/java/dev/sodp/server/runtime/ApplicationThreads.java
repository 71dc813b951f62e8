// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.sodp.server.StateMutation;
import dev.sodp.server.StateMutationInterceptor;
import dev.sodp.server.engine.ApplicationCall;
import dev.sodp.server.engine.ApplicationCalls;
import dev.sodp.server.engine.Interception;
import dev.sodp.server.engine.Invocation;
import dev.sodp.server.engine.Load;
import tools.jackson.databind.JsonNode;

/**
 * Calls loaders and interceptors on threads of the server, which may block, and takes
 * their answers into the engine.
 */
final class ApplicationThreads implements ApplicationCalls {

	private final EngineDriver driver;

	private final HostValues values;

	private final ApplicationFailures failures;

	ApplicationThreads(EngineDriver driver, HostValues values, ApplicationFailures failures) {
		this.driver = driver;
		this.values = values;
		this.failures = failures;
	}

	@Override
	public void load(Load load) {
		call(load, () -> stage(load).thenAccept((value) -> loaded(load, value)));
	}

	@Override
	public void intercept(Interception interception) {
		call(interception, () -> stage(interception).thenAccept(interception::decided));
	}

	@Override
	public void invoke(Invocation invocation) {
		call(invocation, () -> stage(invocation).thenAccept(invocation::returned));
	}

	private void call(ApplicationCall call, Supplier<? extends CompletionStage<?>> code) {
		this.driver.afterStep(() -> {
			if (this.driver.call((engine) -> engine.begins(call))) {
				answer(call, code.get());
			}
		});
	}

	@Override
	public void failed(Object source, String what, Throwable cause) {
		this.driver.afterStep(() -> this.failures.failed(source, "Failed: " + what, cause));
	}

	private void answer(ApplicationCall call, CompletionStage<?> outcome) {
		outcome.whenComplete((nothing, failure) -> {
			if (failure != null) {
				call.failed((failure instanceof CompletionException wrapper && wrapper.getCause() != null)
						? wrapper.getCause() : failure);
			}
			// The application may have completed it within a step.
			if (this.driver.isStepping()) {
				this.driver.afterStep(() -> this.driver.run((engine) -> engine.answered(call)));
			}
			else {
				this.driver.run((engine) -> engine.answered(call));
			}
		});
	}

	private void loaded(Load load, Optional<?> value) {
		load.loaded(value.isPresent() ? this.values.convert(value.get()) : null);
	}

	private static CompletionStage<? extends Optional<?>> stage(Load load) {
		try {
			return checked(load.loader().load(load.key()), load.loader()).thenApply((value) -> Objects
				.requireNonNull(value, () -> load.loader() + " answered with null instead of an Optional"));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private CompletionStage<JsonNode> stage(Invocation invocation) {
		try {
			return checked(invocation.handler().call(invocation.call()), invocation.handler())
				.thenApply(this.values::convertResult);
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private static CompletionStage<StateMutation> stage(Interception interception) {
		return next(interception, interception.mutation(), interception.interceptors().iterator());
	}

	private static CompletionStage<StateMutation> next(Interception interception, StateMutation mutation,
			Iterator<StateMutationInterceptor> interceptors) {
		if (!interceptors.hasNext()) {
			return mutation.proceed();
		}
		StateMutationInterceptor interceptor = interceptors.next();
		try {
			return checked(interceptor.intercept(mutation), interceptor).thenCompose((answer) -> {
				interception.partlyAgreed();
				return next(interception,
						Objects.requireNonNull(answer, () -> interceptor + " answered with null instead of a mutation"),
						interceptors);
			});
		}
		catch (Throwable ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private static <T> CompletionStage<T> checked(CompletionStage<T> stage, Object source) {
		return Objects.requireNonNull(stage, () -> source + " returned null instead of a CompletionStage");
	}

}
