// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.util.Objects;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.ValueWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * Turns what the hosting application writes into state values.
 */
final class HostValues {

	private final JsonMapper mapper;

	HostValues(JsonMapper mapper) {
		this.mapper = mapper;
	}

	JsonNode convert(@Nullable Object value) {
		if (value == null) {
			return NullNode.getInstance();
		}
		try {
			return ValueWriter.write(value, this.mapper);
		}
		catch (InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
		catch (JacksonException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					value.getClass().getName() + " cannot be written as JSON: " + ex.getOriginalMessage());
		}
	}

	JsonNode convertPatch(Object patch) {
		JsonNode tree = convert(Objects.requireNonNull(patch, "patch must not be null"));
		if (!tree.isObject()) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					patch.getClass().getName() + " is not written as an object, so it cannot be a patch");
		}
		return tree;
	}

}
