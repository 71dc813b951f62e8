// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for the calls of {@code @SodpWatch} methods. A bean of
 * this type replaces the {@link DefaultSodpWatchObservationConvention}.
 */
public interface SodpWatchObservationConvention extends ObservationConvention<SodpWatchContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SodpWatchContext;
	}

}
