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
 * Both facts are kept on the safe side when a wide container changes, because finding
 * them exactly would cost a walk over all children: the depth may be too large and
 * {@code finite} may be false although the offender is gone. Whoever is told "too deep"
 * or "not finite" looks closer.
 */
interface ImmutableContainer {

	/** At least the number of containers on the longest way down, this one included. */
	int depthBound();

	/** True only if no NaN and no infinity is inside. */
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
	 * Null if the node is none. Asking for the two final classes is many times faster
	 * than asking for this interface, which most nodes do not implement.
	 */
	static @Nullable ImmutableContainer of(JsonNode node) {
		if (node instanceof ImmutableObject object) {
			return object;
		}
		return (node instanceof ImmutableArray array) ? array : null;
	}

}
