// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

/**
 * Where the engine has computed what takes too long for a step. Called in the middle of a
 * step: an implementation only records the request and acts after the step.
 */
@FunctionalInterface
public interface LargeWork {

	/**
	 * Runs a computation and hands it to {@link ServerEngine#computed(Computation)}.
	 * @param computation runs on any one thread
	 */
	void compute(Computation computation);

}
