// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.nio.file.Path;

import dev.sodp.server.journal.JournalException;

/**
 * Why a journal cannot be opened, and what to do about it.
 */
final class Failures {

	private static final String REMEDY = "Put a backup in its place. To start with an empty state instead, move the"
			+ " file away; it is not changed or replaced without that.";

	private Failures() {
	}

	static JournalException notWritable(Path path, Exception cause) {
		return new JournalException("The journal cannot write to '" + path + "': " + cause,
				"Let the process create and write files there, or choose another directory.", cause);
	}

	static JournalException full(Path directory, String reason) {
		return new JournalException("The journal in '" + directory + "' cannot be opened: " + reason,
				"Make room on the volume and start again. Nothing is lost.");
	}

	static JournalException damaged(Path file, String what) {
		return new JournalException(damage(file, what), REMEDY);
	}

	static JournalException damaged(Path file, String what, Throwable cause) {
		return new JournalException(damage(file, what), REMEDY, cause);
	}

	private static String damage(Path file, String what) {
		return "The journal '" + file + "' is damaged: " + what;
	}

	static JournalException newer(Path file) {
		return new JournalException("The journal '" + file + "' was written by a newer version, or is none",
				"Start the version that wrote it, or put a backup of an earlier one in its place.");
	}

}
