// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import dev.sodp.spring.observation.SodpTemplateObservation.HighCardinality;
import dev.sodp.spring.observation.SodpTemplateObservation.LowCardinality;
import io.micrometer.common.KeyValues;

/**
 * Default {@link SodpTemplateObservationConvention}, as documented by
 * {@link SodpTemplateObservation}.
 */
public final class DefaultSodpTemplateObservationConvention implements SodpTemplateObservationConvention {

	/** Creates the convention. */
	public DefaultSodpTemplateObservationConvention() {
	}

	@Override
	public String getContextualName(SodpTemplateObservationContext context) {
		return "sodp " + context.operation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SodpTemplateObservationContext context) {
		return KeyValues.of(LowCardinality.MESSAGING_SYSTEM.withValue("sodp"),
				LowCardinality.MESSAGING_OPERATION.withValue(context.operation()),
				LowCardinality.CLIENT.withValue(context.client()), LowCardinality.OUTCOME.withValue(context.outcome()));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SodpTemplateObservationContext context) {
		String key = context.key();
		return (key != null) ? KeyValues.of(HighCardinality.KEY.withValue(key)) : KeyValues.empty();
	}

}
