// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import dev.sodp.spring.observation.SodpMethodObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * Default {@link SodpMethodObservationConvention}; may be extended.
 */
public class DefaultSodpMethodObservationConvention implements SodpMethodObservationConvention {

	/** Name of the observation. */
	public static final String NAME = "sodp.server.method";

	/** Creates the convention. */
	public DefaultSodpMethodObservationConvention() {
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SodpMethodContext context) {
		return context.method();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SodpMethodContext context) {
		return KeyValues.of(LowCardinality.METHOD.withValue(context.method()),
				LowCardinality.OUTCOME.withValue(context.outcome()));
	}

}
