// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * Whether there is room for a batch. Asked before anything of it is written, so that a
 * full disk refuses proposals but breaks nothing.
 */
final class FreeSpace {

	/** Kept free for what a commit writes besides the batch, and for closing. */
	private static final long RESERVE = 8 * 1024 * 1024;

	private static final long MEGABYTE = 1024 * 1024;

	private final Usable usable;

	FreeSpace(Usable usable) {
		this.usable = usable;
	}

	/**
	 * Says why there is no room.
	 * @param bytes what waits to be written
	 * @return null if there is
	 */
	@Nullable String refusal(long bytes) {
		try {
			long needed = RESERVE + 2 * bytes;
			long usable = this.usable.bytes();
			return (usable >= needed) ? null
					: "no space is left on the volume of the journal: %d MB usable, %d MB needed"
						.formatted(usable / MEGABYTE, needed / MEGABYTE + 1);
		}
		catch (IOException ex) {
			return "the volume of the journal does not answer: " + ex.getMessage();
		}
	}

	/** What a volume says. */
	interface Usable {

		/**
		 * Returns how much can be written.
		 * @return bytes
		 * @throws IOException if the volume does not say
		 */
		long bytes() throws IOException;

	}

}
