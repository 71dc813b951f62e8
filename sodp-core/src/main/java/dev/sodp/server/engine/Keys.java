// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StateKeys;

/**
 * Refuses key names with the code that clients are told.
 */
final class Keys {

	private Keys() {
	}

	static void check(String key) {
		try {
			StateKeys.check(key);
		}
		catch (IllegalArgumentException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

}
