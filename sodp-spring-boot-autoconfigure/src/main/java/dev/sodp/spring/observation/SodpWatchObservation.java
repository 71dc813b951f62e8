// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of watching methods.
 */
public enum SodpWatchObservation implements ObservationDocumentation {

	/**
	 * A call of a watching method, from the making of its arguments to its end; of one
	 * that returns a stage or a Mono, to the end of that.
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

	/** Keys whose values are few; they become tags of meters. */
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

	/** Keys whose values may be many; they go to traces only. */
	public enum HighCardinalityTags implements KeyName {

		/** The watched key: a watcher may have thousands of them. */
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
