// SPDX-License-Identifier: Apache-2.0

package dev.sodp.netty;

/** Memory that an event loop needs for one call at a time. Used on the loop only. */
final class Scratch {

	private static final int KEPT_BYTES = 64 * 1024;

	private final byte[] kept = new byte[KEPT_BYTES];

	/**
	 * Returns memory to be overwritten.
	 * @param size number of bytes
	 * @return at least as many, valid until the next call
	 */
	byte[] bytes(int size) {
		return (size <= KEPT_BYTES) ? this.kept : new byte[size];
	}

}
