// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names and key values of template observations. A bean of this type replaces the
 * {@link DefaultSodpTemplateObservationConvention}.
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
