// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documentation of the observations of {@code @SodpMethod} methods.
 */
public enum SodpMethodObservation implements ObservationDocumentation {

	/**
	 * A call of a {@code @SodpMethod} method, from the conversion of its arguments until
	 * its result has been converted. Calls of names that are no methods, and calls that
	 * an access policy refuses, are not observed.
	 */
	METHOD_OBSERVATION;

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultSodpMethodObservationConvention.class;
	}

	@Override
	public String getPrefix() {
		return "sodp";
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinality.values();
	}

	/**
	 * Low-cardinality key names; they also become tags of meters.
	 */
	public enum LowCardinality implements KeyName {

		/** Name of the method. */
		METHOD("sodp.method"),

		/** {@code success}, or the code of the refusal, such as {@code 403}. */
		OUTCOME("sodp.outcome");

		private final String name;

		LowCardinality(String name) {
			this.name = name;
		}

		@Override
		public String asString() {
			return this.name;
		}

	}

}
