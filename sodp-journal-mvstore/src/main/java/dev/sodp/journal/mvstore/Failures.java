// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;

import dev.sodp.server.journal.JournalException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

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

	/** What MVStore reports when it opens or reads a file. */
	static JournalException unreadable(Path path, Throwable cause) {
		int code = (cause instanceof MVStoreException failure) ? failure.getErrorCode() : DataUtils.ERROR_INTERNAL;
		if (code == DataUtils.ERROR_FILE_LOCKED) {
			return new JournalException("The journal '" + path + "' is open in another program",
					"Close the other program.", cause);
		}
		if (code == DataUtils.ERROR_UNSUPPORTED_FORMAT) {
			return newer(path);
		}
		if (cause.getCause() instanceof IOException ex && !(ex instanceof EOFException)
				&& (code == DataUtils.ERROR_READING_FAILED || code == DataUtils.ERROR_WRITING_FAILED)) {
			return new JournalException("The journal '" + path + "' cannot be read: " + ex,
					"Check the volume and start again.", cause);
		}
		return damaged(path, String.valueOf(cause.getMessage()), cause);
	}

}
