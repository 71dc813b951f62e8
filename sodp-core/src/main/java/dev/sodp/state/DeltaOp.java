// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.util.Objects;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * One change to a state value (protocol section 4).
 *
 * @param kind what happens at the path
 * @param path a JSON Pointer; the empty text and {@code /} both name the root
 * @param value the new value; null node for {@link Kind#REMOVE}
 */
public record DeltaOp(Kind kind, String path, JsonNode value) {

	/** What an operation does; the names are the ones on the wire. */
	public enum Kind {

		/** Sets a member that was absent, or appends to an array. */
		ADD,

		/** Replaces a member or element. */
		UPDATE,

		/** Deletes a member or element. */
		REMOVE

	}

	public DeltaOp {
		Objects.requireNonNull(kind, "kind must not be null");
		Objects.requireNonNull(path, "path must not be null");
		Objects.requireNonNull(value, "value must not be null");
	}

	public static DeltaOp add(String path, JsonNode value) {
		return new DeltaOp(Kind.ADD, path, value);
	}

	public static DeltaOp update(String path, JsonNode value) {
		return new DeltaOp(Kind.UPDATE, path, value);
	}

	public static DeltaOp remove(String path) {
		return new DeltaOp(Kind.REMOVE, path, NullNode.getInstance());
	}

	/**
	 * Whether this operation concerns the whole value.
	 * @return true if the path is the empty text or {@code /}
	 */
	public boolean atRoot() {
		return this.path.isEmpty() || this.path.equals("/");
	}

}
