// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Objects;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One change to a state value (protocol section 4).
 *
 * @param kind what happens at the path
 * @param path a JSON Pointer; both the empty string and {@code /} denote the root
 * @param value the new value; the null node for {@link Kind#REMOVE}
 */
public record DeltaOp(Kind kind, String path, JsonNode value) {

	/** What an operation does; the names are those on the wire. */
	public enum Kind {

		/** Adds a member or appends an element. */
		ADD,

		/** Replaces a member or element. */
		UPDATE,

		/** Removes a member or element. */
		REMOVE

	}

	/**
	 * Creates an operation.
	 * @param kind what happens at the path
	 * @param path a JSON Pointer; both the empty string and {@code /} denote the root
	 * @param value the new value; the null node for {@link Kind#REMOVE}
	 */
	public DeltaOp {
		Objects.requireNonNull(kind, "kind must not be null");
		Objects.requireNonNull(path, "path must not be null");
		Objects.requireNonNull(value, "value must not be null");
	}

	/**
	 * Returns an operation that adds a member or appends an element.
	 * @param path a JSON Pointer
	 * @param value the new value
	 * @return the operation
	 */
	public static DeltaOp add(String path, JsonNode value) {
		return new DeltaOp(Kind.ADD, path, value);
	}

	/**
	 * Returns an operation that replaces a member or element.
	 * @param path a JSON Pointer
	 * @param value the new value
	 * @return the operation
	 */
	public static DeltaOp update(String path, JsonNode value) {
		return new DeltaOp(Kind.UPDATE, path, value);
	}

	/**
	 * Returns an operation that removes a member or element.
	 * @param path a JSON Pointer
	 * @return the operation
	 */
	public static DeltaOp remove(String path) {
		return new DeltaOp(Kind.REMOVE, path, NullNode.getInstance());
	}

	/**
	 * Returns an operation as it arrives without a value, which then is null.
	 * @param kind what happens at the path
	 * @param path a JSON Pointer
	 * @return the operation
	 */
	public static DeltaOp withoutValue(Kind kind, String path) {
		return new DeltaOp(kind, path, (kind == Kind.REMOVE) ? NullNode.getInstance() : AbsentValue.INSTANCE);
	}

	/**
	 * Returns whether this operation should have a value and arrived without one. One
	 * server leaves out 0, {@code false} and whatever is empty.
	 * @return {@code true} if the null is not what was sent
	 */
	public boolean lacksValue() {
		return this.value instanceof AbsentValue;
	}

	/**
	 * Returns whether this operation affects the whole value.
	 * @return {@code true} if the path is the empty string or {@code /}
	 */
	public boolean atRoot() {
		return this.path.isEmpty() || this.path.equals("/");
	}

}
