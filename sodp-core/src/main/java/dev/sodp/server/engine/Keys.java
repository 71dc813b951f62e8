// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StateKeys;

/**
 * Refuses invalid key names with the error code that is sent to clients.
 */
final class Keys {

	private Keys() {
	}

	static boolean isValid(String key) {
		try {
			StateKeys.check(key);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
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
