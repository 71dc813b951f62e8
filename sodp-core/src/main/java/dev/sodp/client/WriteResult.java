// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;

/**
 * The result of an applied write.
 *
 * @param version version of the key after the write; empty if the server does not report
 * it
 */
public record WriteResult(OptionalLong version) {

	/** The result of an applied write whose version is unknown. */
	public static final WriteResult UNVERSIONED = new WriteResult(OptionalLong.empty());

	/**
	 * Returns the result of an applied write.
	 * @param version version of the key after the write
	 * @return the result
	 */
	public static WriteResult of(long version) {
		return new WriteResult(OptionalLong.of(version));
	}

}
