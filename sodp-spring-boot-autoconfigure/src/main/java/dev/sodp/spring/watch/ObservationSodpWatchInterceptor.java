// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import dev.sodp.spring.observation.DefaultSodpWatchObservationConvention;
import dev.sodp.spring.observation.SodpWatchContext;
import dev.sodp.spring.observation.SodpWatchObservation;
import dev.sodp.spring.observation.SodpWatchObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;

/**
 * Observes the calls of watchers as {@link SodpWatchObservation#WATCH_OBSERVATION}. The
 * observation is current while the method runs and stops when the method, or the stage or
 * publisher it returned, has completed. Requires Micrometer Observation on the class
 * path.
 */
public final class ObservationSodpWatchInterceptor implements SodpWatchInterceptor, Ordered {

	private static final DefaultSodpWatchObservationConvention DEFAULT_CONVENTION = new DefaultSodpWatchObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SodpWatchObservationConvention convention;

	/**
	 * Creates an interceptor.
	 * @param registry the registry to observe with
	 * @param convention names and key values, or null for the default convention
	 */
	public ObservationSodpWatchInterceptor(ObservationRegistry registry,
			@Nullable SodpWatchObservationConvention convention) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
		this.convention = convention;
	}

	@Override
	@SuppressWarnings("try") // a scope is there to be open
	public CompletionStage<@Nullable Object> intercept(Call call) throws Exception {
		Observation observation = SodpWatchObservation.WATCH_OBSERVATION
			.observation(this.convention, DEFAULT_CONVENTION,
					() -> new SodpWatchContext(call.watcherId(), call.client(), call.meta().key(),
							call.meta().version()),
					this.registry)
			.start();
		CompletionStage<@Nullable Object> stage;
		try (Observation.Scope scope = observation.openScope()) {
			stage = call.proceed();
		}
		catch (Exception | Error ex) {
			stop(observation, ex);
			throw ex;
		}
		return stage.whenComplete((result, failure) -> stop(observation, failure));
	}

	private static void stop(Observation observation, @Nullable Throwable failure) {
		if (failure instanceof CompletionException && failure.getCause() != null) {
			observation.error(failure.getCause());
		}
		else if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

	/** Runs before interceptors that do not specify an order, and so around them. */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE + 100;
	}

}
