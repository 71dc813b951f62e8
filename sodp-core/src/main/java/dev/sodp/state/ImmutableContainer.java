// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What both kinds of immutable containers remember about their contents, so that checking
 * and measuring a value again is free.
 *
 * <p>
 * When a wide container changes, depth and finiteness are only approximated on the safe
 * side, because finding them exactly would mean visiting all children: the depth may be
 * too large, and {@code finite} may be false although the offending number is gone.
 * Callers that see "too deep" or "not finite" check exactly.
 */
interface ImmutableContainer {

	/** At least the number of containers on the longest path down, including this one. */
	int depthBound();

	/** True only if the container holds no NaN and no infinity. */
	boolean finite();

	/**
	 * {@linkplain HeapSize Estimate} of the heap that the container and all in it take.
	 */
	int heapWords();

	/** What every attempt to change a container throws. */
	static UnsupportedOperationException refusal() {
		return new UnsupportedOperationException(
				"This value is immutable; change a deepCopy() of it and write that back");
	}

	static int depthBound(JsonNode node) {
		ImmutableContainer container = of(node);
		return (container != null) ? container.depthBound() : 0;
	}

	/**
	 * Returns null if the node is no such container. Testing for the two final classes is
	 * many times faster than testing for this interface, which most nodes do not
	 * implement.
	 */
	static @Nullable ImmutableContainer of(JsonNode node) {
		if (node instanceof ImmutableObject object) {
			return object;
		}
		return (node instanceof ImmutableArray array) ? array : null;
	}

}
