// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.server.StateRejectedException;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StatePath;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A change of one key that has not been applied yet. Pure: it may be computed on any
 * thread, and again, when the value has changed meanwhile.
 */
@FunctionalInterface
public interface Mutation {

	/** Beyond this many encoded bytes a mutation is not computed while others wait. */
	int LARGE = 64 * 1024;

	/**
	 * The turn of this mutation has come, in a step of the engine; it may come again.
	 */
	default void begin() {
	}

	/**
	 * Computes the change without making it.
	 * @param current the value, or null if the key does not exist
	 * @return what it becomes
	 * @throws StateRejectedException if the value cannot be changed in this way
	 */
	Edit edit(@Nullable JsonNode current);

	/**
	 * Whether the change can be made without knowing the value.
	 * @return true if what becomes of the value does not depend on it
	 */
	default boolean ignoresValue() {
		return false;
	}

	/**
	 * Computes the change of a key of which it is not known whether it exists.
	 * @return what it becomes
	 */
	default Edit editUnseen() {
		return edit(null);
	}

	/**
	 * Returns the change as a client would call it.
	 * @param edit what it makes of the value
	 * @return the call, without the key
	 */
	default MethodCall toCall(Edit edit) {
		return new MethodCall(MethodCall.SET, ImmutableNodes.with(ImmutableNodes.object(), "value", edit.value()));
	}

	/**
	 * Whether computing the change takes long.
	 * @param current the value, or null if the key does not exist
	 * @return true if more than {@link #LARGE} bytes have to be looked at
	 */
	default boolean isLarge(@Nullable JsonNode current) {
		return false;
	}

	/**
	 * Where the value is written. What lies below is replaced, too.
	 * @return paths, the root by default
	 */
	default List<StatePath> targets() {
		return List.of(StatePath.ROOT);
	}

	/**
	 * Whether a part of a value is large.
	 * @param part the part
	 * @return true if its encoding exceeds {@link #LARGE}
	 */
	static boolean isLargePart(JsonNode part) {
		// What is small on the heap need not be measured.
		return Values.heapSize(part) > LARGE && FrameEncoder.encodedSize(part, LARGE) > LARGE;
	}

}
