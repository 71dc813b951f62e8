// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import java.util.Objects;
import java.util.function.Consumer;

import dev.sodp.spring.SodpWriteListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Observes the writes of a {@link dev.sodp.spring.SodpTemplate}, as documented by
 * {@link SodpTemplateObservation}. An observation starts in the thread that makes the
 * write, with that thread's current observation as its parent, and ends in the thread
 * that completes the write's future.
 */
public final class SodpTemplateObservations implements SodpWriteListener {

	private static final SodpTemplateObservationConvention DEFAULT = new DefaultSodpTemplateObservationConvention();

	private final ObservationRegistry registry;

	private final String client;

	private final @Nullable SodpTemplateObservationConvention convention;

	/**
	 * Creates a listener.
	 * @param registry the registry to observe with
	 * @param client name of the template's client
	 * @param convention the convention, or null for the registry's or the default one
	 */
	public SodpTemplateObservations(ObservationRegistry registry, String client,
			@Nullable SodpTemplateObservationConvention convention) {
		this.registry = Objects.requireNonNull(registry, "registry must not be null");
		this.client = Objects.requireNonNull(client, "client must not be null");
		this.convention = convention;
	}

	@Override
	public Consumer<@Nullable Throwable> onWrite(String operation, @Nullable String key) {
		SodpTemplateObservationContext context = new SodpTemplateObservationContext(this.client, operation, key);
		Observation observation = SodpTemplateObservation.TEMPLATE_OBSERVATION
			.observation(this.convention, DEFAULT, () -> context, this.registry)
			.start();
		return (failure) -> {
			context.ended(failure);
			if (failure != null) {
				observation.error(failure);
			}
			observation.stop();
		};
	}

}
