// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.StatePath;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The arguments of a CALL, by name.
 */
final class CallArguments {

	private final JsonNode args;

	CallArguments(JsonNode args) {
		this.args = args;
	}

	String key() {
		return text("state");
	}

	JsonNode value() {
		return required("value");
	}

	JsonNode patch() {
		JsonNode patch = required("patch");
		if (!patch.isObject()) {
			throw refused("'patch' must be an object");
		}
		return patch;
	}

	StatePath path() {
		return Paths.parse(text("path"));
	}

	/**
	 * The length to which an array is truncated.
	 * @return 0 if it is not truncated
	 */
	int maxLength() {
		JsonNode maxLength = this.args.get("max_len");
		if (maxLength == null || maxLength.isNull()) {
			return 0;
		}
		if (!maxLength.isIntegralNumber() || maxLength.bigIntegerValue().signum() <= 0) {
			throw refused("'max_len' must be a positive integer");
		}
		return maxLength.canConvertToInt() ? maxLength.intValue() : Integer.MAX_VALUE;
	}

	/**
	 * The version that the call is based on.
	 * @return 0 if the key must not exist; null if the call is unconditional
	 */
	@Nullable Long ifVersion() {
		JsonNode version = this.args.get("if_version");
		if (version == null || version.isNull()) {
			return null;
		}
		if (!version.isIntegralNumber() || version.bigIntegerValue().signum() < 0) {
			throw refused("'if_version' must be an integer of at least 0");
		}
		return version.canConvertToLong() ? version.longValue() : Long.MAX_VALUE;
	}

	private String text(String name) {
		JsonNode text = required(name);
		if (!text.isString()) {
			throw refused("'" + name + "' must be a text");
		}
		return text.stringValue();
	}

	private JsonNode required(String name) {
		@Nullable JsonNode value = this.args.get(name);
		if (value == null) {
			throw refused("'" + name + "' is missing");
		}
		return value;
	}

	private static StateRejectedException refused(String message) {
		return new StateRejectedException(ErrorCode.BAD_REQUEST, message);
	}

}
