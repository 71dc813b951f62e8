// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;

/**
 * Parses the paths of mutations and refuses invalid ones with code 400.
 */
public final class Paths {

	private Paths() {
	}

	public static StatePath parse(String pointer) {
		StatePath path;
		try {
			path = StatePath.parse(pointer);
		}
		catch (IllegalArgumentException ex) {
			throw refused(String.valueOf(ex.getMessage()));
		}
		if (path.segments().size() > Values.MAX_DEPTH) {
			throw refused("A path must not lead deeper than " + Values.MAX_DEPTH + " levels");
		}
		return path;
	}

	static StateRejectedException refused(String message) {
		return new StateRejectedException(ErrorCode.BAD_REQUEST, message);
	}

}
