// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;

/**
 * What both kinds of immutable containers remember about their contents, so that checking
 * a value again is free.
 *
 * <p>
 * When a wide container changes, both facts are only approximated on the safe side,
 * because finding them exactly would mean visiting all children: the depth may be too
 * large, and {@code finite} may be false although the offending number is gone. Callers
 * that see "too deep" or "not finite" check exactly.
 */
interface ImmutableContainer {

	/** At least the number of containers on the longest path down, including this one. */
	int depthBound();

	/** True only if the container holds no NaN and no infinity. */
	boolean finite();

	/** What every attempt to change a container throws. */
	static UnsupportedOperationException refusal() {
		return new UnsupportedOperationException(
				"This value is immutable; change a deepCopy() of it and write that back");
	}

	static int depthBound(JsonNode node) {
		ImmutableContainer container = of(node);
		return (container != null) ? container.depthBound() : 0;
	}

	static boolean finite(JsonNode node) {
		if (node instanceof DoubleNode number) {
			return Double.isFinite(number.doubleValue());
		}
		ImmutableContainer container = of(node);
		return container == null || container.finite();
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
