// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for the calls of {@code @SodpMethod} methods. A bean of
 * this type replaces the {@link DefaultSodpMethodObservationConvention}.
 */
public interface SodpMethodObservationConvention extends ObservationConvention<SodpMethodContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SodpMethodContext;
	}

}
