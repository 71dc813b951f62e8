// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.Optional;

import dev.sodp.server.StateRejectedException;
import dev.sodp.server.StateSnapshot;

/**
 * The answer to a read, now or later. Called in the middle of an engine step: an
 * implementation must not enter the engine again.
 */
public interface PendingRead {

	/**
	 * The value.
	 * @param snapshot empty if the key does not exist
	 */
	void succeeded(Optional<StateSnapshot> snapshot);

	/**
	 * The key could not be loaded.
	 * @param reason why
	 */
	void failed(StateRejectedException reason);

}
