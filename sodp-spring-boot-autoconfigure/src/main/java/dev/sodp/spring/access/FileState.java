// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.access;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

import dev.sodp.spring.internal.OperatorFile;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a file found: its content, or why there is none.
 */
final class FileState {

	private final byte[] content;

	private final @Nullable String problem;

	private FileState(byte[] content, @Nullable String problem) {
		this.content = content;
		this.problem = problem;
	}

	static FileState of(byte[] content) {
		return new FileState(content, null);
	}

	static FileState of(OperatorFile file) {
		try {
			return of(file.read());
		}
		catch (IOException ex) {
			return new FileState(new byte[0], String.valueOf(ex.getMessage()));
		}
	}

	byte[] content() {
		return this.content;
	}

	/** Returns why the file could not be read, or null. */
	@Nullable String problem() {
		return this.problem;
	}

	boolean sameAs(FileState other) {
		return Arrays.equals(this.content, other.content) && Objects.equals(this.problem, other.problem);
	}

}
