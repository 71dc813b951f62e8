// SPDX-License-Identifier: Apache-2.0

package dev.sodp.benchmarks.endtoend;

import java.nio.ByteBuffer;

/** Counts the messages in a stream of bytes that come in pieces. */
interface MessageCounter {

	/** How many messages begin in these bytes. */
	int count(ByteBuffer bytes);

}
