// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client;

import java.util.OptionalLong;

/**
 * What an applied write tells.
 *
 * @param version version of the key after the write; empty if the server does not tell it
 */
public record WriteResult(OptionalLong version) {

	/** An applied write of unknown version. */
	public static final WriteResult UNVERSIONED = new WriteResult(OptionalLong.empty());

	public static WriteResult of(long version) {
		return new WriteResult(OptionalLong.of(version));
	}

}
