// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * Documentation of the observations of {@code @SodpWatch} methods.
 */
public enum SodpWatchObservation implements ObservationDocumentation {

	/**
	 * A call of a {@code @SodpWatch} method, from the conversion of its arguments until
	 * it returns or, if it returns a stage or a publisher, until that completes.
	 */
	WATCH_OBSERVATION {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultSodpWatchObservationConvention.class;
		}

		@Override
		public String getPrefix() {
			return "sodp";
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityTags.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HighCardinalityTags.values();
		}

	};

	/** Low-cardinality key names; they also become tags of meters. */
	public enum LowCardinalityTags implements KeyName {

		/** Id of the watcher. */
		WATCHER_ID {

			@Override
			public String asString() {
				return "sodp.watcher.id";
			}

		},

		/** Name of the client. */
		CLIENT {

			@Override
			public String asString() {
				return "sodp.client";
			}

		},

		/** Always {@code sodp}. */
		MESSAGING_SYSTEM {

			@Override
			public String asString() {
				return "messaging.system";
			}

		},

		/** Always {@code receive}. */
		MESSAGING_OPERATION {

			@Override
			public String asString() {
				return "messaging.operation";
			}

		}

	}

	/** High-cardinality key names; they are added to traces only. */
	public enum HighCardinalityTags implements KeyName {

		/** The watched key; a single watcher may have thousands of them. */
		MESSAGING_DESTINATION_NAME {

			@Override
			public String asString() {
				return "messaging.destination.name";
			}

		},

		/** Version of the event. */
		VERSION {

			@Override
			public String asString() {
				return "sodp.version";
			}

		}

	}

}
