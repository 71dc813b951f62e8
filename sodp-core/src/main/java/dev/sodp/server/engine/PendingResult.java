// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

/**
 * The one answer to a mutation, now or later. Called in the middle of an engine step: an
 * implementation must not enter the engine again.
 */
public interface PendingResult {

	/** Needs no answer. */
	PendingResult NONE = new PendingResult() {

		@Override
		public void succeeded(long version) {
		}

		@Override
		public void failed(RuntimeException failure) {
		}
	};

	/**
	 * The mutation is committed, or changes nothing.
	 * @param version version of the key afterwards, 0 if it does not exist and never did
	 */
	void succeeded(long version);

	/**
	 * The mutation was refused or failed.
	 * @param failure a {@link dev.sodp.server.StateRejectedException} that says why it
	 * was refused, or whatever the mutation threw
	 */
	void failed(RuntimeException failure);

	/**
	 * Whether the computation of a large mutation should go to this result's owner, who
	 * waits for it.
	 * @param computation to be run, and handed back to
	 * {@link ServerEngine#computed(Computation)}
	 * @return false if the engine has to have it computed elsewhere
	 */
	default boolean compute(Computation computation) {
		return false;
	}

}
