// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.util.List;

import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.Diff;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Tells when the operations of a delta outweigh the value that they lead to, which is
 * then sent whole (protocol section 4).
 *
 * <p>
 * What operations cost is known one by one, but the size of the value only by measuring
 * it. So it is measured no further than twice what the operations cost by then, and again
 * when they cost more: that takes no longer than encoding them would, and a delta that is
 * small anyway is not compared at all.
 */
final class DeltaBudget implements Diff.Budget {

	/** Bytes of operations that are sent without looking at the value. */
	static final int SMALL = 1024;

	private static final long WHOLE = FrameEncoder.encodedSize(DeltaOp.update("/", NullNode.getInstance())) - 1;

	private final JsonNode value;

	/**
	 * Bytes that are allowed; less than or equal to what sending the value would cost.
	 */
	private long allowed = SMALL;

	private boolean measured;

	DeltaBudget(JsonNode value) {
		this.value = value;
	}

	/**
	 * Whether sending the value instead would be less.
	 * @param ops the operations of a delta
	 * @param value the value afterwards
	 * @return true if the value should be sent
	 */
	static boolean isExceeded(List<DeltaOp> ops, JsonNode value) {
		if (ops.size() < 2) {
			return false;
		}
		DeltaBudget budget = new DeltaBudget(value);
		long cost = 0;
		for (DeltaOp op : ops) {
			cost += budget.cost(op);
			if (!budget.allows(cost)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public long cost(DeltaOp op) {
		return FrameEncoder.encodedSize(op);
	}

	@Override
	public boolean allows(long cost) {
		if (cost > this.allowed && !this.measured) {
			int enough = (int) Math.min(Integer.MAX_VALUE, 2 * cost);
			int size = FrameEncoder.encodedSize(this.value, enough);
			this.measured = size <= enough;
			this.allowed = Math.max(SMALL, WHOLE + size);
		}
		return cost <= this.allowed;
	}

}
