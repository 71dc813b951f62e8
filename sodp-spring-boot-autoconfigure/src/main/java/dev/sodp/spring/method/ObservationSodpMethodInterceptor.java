// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.method;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.observation.DefaultSodpMethodObservationConvention;
import dev.sodp.spring.observation.SodpMethodContext;
import dev.sodp.spring.observation.SodpMethodObservation;
import dev.sodp.spring.observation.SodpMethodObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes the calls of methods as {@link SodpMethodObservation#METHOD_OBSERVATION}. The
 * observation is current while the method runs and stops when the method, or the stage or
 * publisher it returned, has completed, also if the client has received 504 by then.
 * Requires Micrometer Observation on the class path.
 */
public final class ObservationSodpMethodInterceptor implements SodpMethodInterceptor, Ordered {

	private static final SodpMethodObservationConvention DEFAULT = new DefaultSodpMethodObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SodpMethodObservationConvention convention;

	/**
	 * Creates an interceptor.
	 * @param registry the registry to observe with
	 * @param convention names and key values, or null for the default convention
	 */
	public ObservationSodpMethodInterceptor(ObservationRegistry registry,
			@Nullable SodpMethodObservationConvention convention) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
		this.convention = convention;
	}

	@Override
	@SuppressWarnings("try") // a scope is there to be open
	public CompletionStage<@Nullable Object> intercept(Call call) throws Exception {
		SodpMethodContext context = new SodpMethodContext(call.invocation().method());
		Observation observation = SodpMethodObservation.METHOD_OBSERVATION
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		CompletionStage<@Nullable Object> stage;
		try (Observation.Scope scope = observation.openScope()) {
			stage = call.proceed();
		}
		catch (Exception | Error ex) {
			stop(observation, context, ex);
			throw ex;
		}
		return stage.whenComplete((result, failure) -> stop(observation, context, failure));
	}

	private static void stop(Observation observation, SodpMethodContext context, @Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		context.ended(cause);
		if (cause != null) {
			observation.error(cause);
		}
		observation.stop();
	}

	/** Runs before interceptors that do not specify an order, and so around them. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 100;
	}

}
