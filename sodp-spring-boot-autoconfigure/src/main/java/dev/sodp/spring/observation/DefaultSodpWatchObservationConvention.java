// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import dev.sodp.spring.observation.SodpWatchObservation.HighCardinalityTags;
import dev.sodp.spring.observation.SodpWatchObservation.LowCardinalityTags;
import io.micrometer.common.KeyValues;

/**
 * Default {@link SodpWatchObservationConvention}; may be extended.
 */
public class DefaultSodpWatchObservationConvention implements SodpWatchObservationConvention {

	/** Name of the observation. */
	public static final String NAME = "sodp.watch";

	/** Creates the convention. */
	public DefaultSodpWatchObservationConvention() {
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(SodpWatchContext context) {
		return context.watcherId() + " receive";
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(SodpWatchContext context) {
		return KeyValues.of(LowCardinalityTags.WATCHER_ID.withValue(context.watcherId()),
				LowCardinalityTags.CLIENT.withValue(context.client()),
				LowCardinalityTags.MESSAGING_SYSTEM.withValue("sodp"),
				LowCardinalityTags.MESSAGING_OPERATION.withValue("receive"));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(SodpWatchContext context) {
		return KeyValues.of(HighCardinalityTags.MESSAGING_DESTINATION_NAME.withValue(context.key()),
				HighCardinalityTags.VERSION.withValue(Long.toString(context.version())));
	}

}
