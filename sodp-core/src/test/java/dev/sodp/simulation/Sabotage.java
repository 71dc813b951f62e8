// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.util.List;

import dev.sodp.protocol.Frame;

/**
 * A mistake made between a simulated client's engine and the network, as the engine
 * itself would make it without one of its precautions. Main code knows nothing of it.
 */
public interface Sabotage {

	/** No mistake. */
	Sabotage NONE = new Sabotage() {
	};

	/** What the engine gets to see of a frame. */
	default List<Frame> received(Frame frame) {
		return List.of(frame);
	}

	/** Whether calls that were reported as not sent are sent in the next session. */
	default boolean sendsWhatTimedOut() {
		return false;
	}

}
