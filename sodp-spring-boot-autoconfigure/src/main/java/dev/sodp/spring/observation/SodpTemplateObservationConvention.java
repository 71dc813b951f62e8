// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for the writes of a template. A bean of this type
 * replaces the {@link DefaultSodpTemplateObservationConvention}.
 */
public interface SodpTemplateObservationConvention extends ObservationConvention<SodpTemplateObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SodpTemplateObservationContext;
	}

	@Override
	default String getName() {
		return "sodp.template";
	}

}
