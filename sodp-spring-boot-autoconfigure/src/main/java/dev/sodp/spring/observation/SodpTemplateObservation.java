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

	/** One write, from the call of the template to the end of its future. */
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
	 * Key values with few different values.
	 */
	public enum LowCardinality implements KeyName {

		/** Always {@code sodp}. */
		MESSAGING_SYSTEM("messaging.system"),

		/** What is done, such as {@code set}. */
		MESSAGING_OPERATION("messaging.operation"),

		/** Name of the client. */
		CLIENT("sodp.client"),

		/**
		 * {@code applied}, {@code rejected}, {@code not_sent}, {@code unknown}, or
		 * {@code invalid} if the arguments were.
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
	 * Key values with many different values.
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
