// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/**
 * Says in words what the JDK says with the class of an exception, whose message is often
 * only a path.
 */
final class FileProblems {

	private FileProblems() {
	}

	static String describe(IOException problem) {
		if (problem instanceof NoSuchFileException missing) {
			return missing.getFile() + " does not exist";
		}
		if (problem instanceof AccessDeniedException denied) {
			return denied.getFile() + " may not be accessed";
		}
		if (problem instanceof FileSystemException named && named.getReason() != null) {
			return named.getFile() + ": " + named.getReason();
		}
		return (problem.getMessage() != null) ? problem.getMessage() : problem.toString();
	}

}
