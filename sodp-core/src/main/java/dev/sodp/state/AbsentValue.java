// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import tools.jackson.databind.node.NullNode;

/**
 * The value of an operation that arrived without one: null, as the protocol says, and
 * equal to it, but told apart from a null that was sent (protocol section 4).
 */
final class AbsentValue extends NullNode {

	private static final long serialVersionUID = 1L;

	static final AbsentValue INSTANCE = new AbsentValue();

	private AbsentValue() {
	}

	@Override
	protected Object readResolve() {
		return INSTANCE;
	}

}
