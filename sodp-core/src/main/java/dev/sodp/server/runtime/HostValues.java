// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.function.UnaryOperator;

import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.StateRejectedException;
import dev.sodp.server.engine.Edits;
import dev.sodp.server.engine.Mutation;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.TreeWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns what the hosting application writes into state values.
 */
final class HostValues {

	private final TreeWriter writer;

	private final JsonMapper mapper;

	private final int maxBytes;

	HostValues(JsonMapper mapper, int maxBytes) {
		this.maxBytes = maxBytes;
		this.mapper = mapper;
		this.writer = new TreeWriter(mapper);
	}

	JsonNode convert(@Nullable Object value) {
		try {
			return this.writer.write(value);
		}
		catch (InvalidValueException ex) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, String.valueOf(ex.getMessage()), ex);
		}
		catch (JacksonException ex) {
			// Null always can be written, so there is a class to name.
			throw new StateRejectedException(ErrorCode.BAD_REQUEST, Objects.requireNonNull(value).getClass().getName()
					+ " cannot be written as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	/** What a method returns; a value that cannot be sent is no fault of its caller. */
	JsonNode convertResult(@Nullable Object result) {
		JsonNode data;
		try {
			data = convert(result);
		}
		catch (StateRejectedException ex) {
			throw new IllegalStateException("The result cannot be sent: " + ex.getMessage(), ex);
		}
		int bytes = FrameEncoder.encodedSize(data);
		if (bytes > this.maxBytes) {
			throw new IllegalStateException(
					"The result cannot be sent: it takes " + bytes + " bytes, the limit is " + this.maxBytes);
		}
		return data;
	}

	JsonNode convertPatch(Object patch) {
		JsonNode tree = convert(Objects.requireNonNull(patch, "patch must not be null"));
		if (!tree.isObject()) {
			throw new StateRejectedException(ErrorCode.BAD_REQUEST,
					patch.getClass().getName() + " is not written as an object, so it cannot be a patch");
		}
		return tree;
	}

	/**
	 * A function of the hosting application as a function of state values.
	 * @param <T> type of the value
	 * @param type how to read the value
	 * @param function the function
	 * @return the mutation that applies it
	 */
	<T> Mutation update(JavaType type, UnaryOperator<@Nullable T> function) {
		return Edits.update((current) -> {
			T value;
			try {
				value = (current != null) ? this.mapper.treeToValue(current, type) : null;
			}
			catch (JacksonException ex) {
				throw new StateRejectedException(ErrorCode.BAD_REQUEST,
						"The value cannot be read as " + type.toCanonical() + ": " + ex.getOriginalMessage(), ex);
			}
			return convert(function.apply(value));
		});
	}

	JavaType type(Type type) {
		return this.mapper.constructType(type);
	}

}
