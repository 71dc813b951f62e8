// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documentation of the observations of a {@link dev.sodp.spring.SodpTemplate}.
 */
public enum SodpTemplateObservation implements ObservationDocumentation {

	/** A single write, from the call of the template until its future completes. */
	TEMPLATE_OBSERVATION;

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultSodpTemplateObservationConvention.class;
	}

	@Override
	public String getPrefix() {
		return "sodp";
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinality.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	/**
	 * Low-cardinality key names; they also become tags of meters.
	 */
	public enum LowCardinality implements KeyName {

		/** Always {@code sodp}. */
		MESSAGING_SYSTEM("messaging.system"),

		/** The operation, such as {@code set}. */
		MESSAGING_OPERATION("messaging.operation"),

		/** Name of the client. */
		CLIENT("sodp.client"),

		/**
		 * {@code applied}, {@code rejected}, {@code not_sent}, {@code unknown}, or
		 * {@code invalid} for invalid arguments.
		 */
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

	/**
	 * High-cardinality key names; they are added to traces only.
	 */
	public enum HighCardinality implements KeyName {

		/** The key that is written. */
		KEY("messaging.destination.name");

		private final String name;

		HighCardinality(String name) {
			this.name = name;
		}

		@Override
		public String asString() {
			return this.name;
		}

	}

}
