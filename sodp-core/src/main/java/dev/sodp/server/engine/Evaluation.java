// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a mutation makes of a value.
 *
 * @param edit the change
 * @param encodedOps its operations as they are sent, empty if nothing changes
 * @param size encoded size of the value afterwards, never an underestimate
 * @param failure why it is refused, or null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and not copied for speed
record Evaluation(Edit edit, byte[] encodedOps, long size, @Nullable RuntimeException failure) {

	/** No operations, as MessagePack. */
	private static final byte[] NOTHING = { (byte) 0x90 };

	static Evaluation unchanged(Edit edit) {
		return new Evaluation(edit, NOTHING, 0, null);
	}

	static Evaluation failed(RuntimeException failure) {
		return new Evaluation(Edit.none(), NOTHING, 0, failure);
	}

	boolean changesValue() {
		return !this.edit.ops().isEmpty();
	}

}
