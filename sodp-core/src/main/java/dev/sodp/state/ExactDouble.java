// SPDX-License-Identifier: Apache-2.0

package dev.sodp.state;

import java.math.BigDecimal;

import tools.jackson.databind.node.DoubleNode;

/**
 * A double that is read as the decimal it was written as. Jackson takes the decimal from
 * {@link Double#toString(double)}, which before Java 19 is not always the shortest.
 */
final class ExactDouble extends DoubleNode {

	private static final long serialVersionUID = 1L;

	ExactDouble(double value) {
		super(value);
	}

	@Override
	protected BigDecimal _asDecimalValueUnchecked() {
		return Numbers.shortestDecimal(this._value);
	}

}
