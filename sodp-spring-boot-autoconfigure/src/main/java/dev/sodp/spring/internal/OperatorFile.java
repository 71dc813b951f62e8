// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

import org.springframework.core.io.Resource;

/**
 * Reads the content of a file that an operator wrote, each time through the path, so that
 * it does not matter what the path led to before.
 */
public final class OperatorFile {

	/** Far more than anyone writes by hand, and little for a heap. */
	static final int LARGEST = 16 * 1024 * 1024;

	private final Resource location;

	/**
	 * Creates a file.
	 * @param location where it is, now or later
	 */
	public OperatorFile(Resource location) {
		this.location = Objects.requireNonNull(location, "location must not be null");
	}

	/**
	 * Reads the file.
	 * @return its whole content
	 * @throws IOException if it cannot be read, with a message for operators, without a
	 * full stop, that does not contain the path
	 */
	public byte[] read() throws IOException {
		byte[] content;
		try (InputStream in = open()) {
			content = in.readNBytes(LARGEST + 1);
		}
		catch (FileNotFoundException | NoSuchFileException ex) {
			throw new IOException("the file does not exist", ex);
		}
		catch (AccessDeniedException ex) {
			throw new IOException("the file may not be read by this process", ex);
		}
		catch (IOException ex) {
			throw new IOException("the file cannot be read (" + ex.getClass().getSimpleName() + ")", ex);
		}
		if (content.length > LARGEST) {
			throw new IOException("the file is larger than " + (LARGEST >> 20) + " MB");
		}
		return content;
	}

	/** A URL stream reads directories too, and does not say why it fails. */
	private InputStream open() throws IOException {
		return this.location.isFile() ? Files.newInputStream(this.location.getFile().toPath())
				: this.location.getInputStream();
	}

	/**
	 * Returns the location, for logs.
	 * @return a description of the resource
	 */
	@Override
	public String toString() {
		return this.location.getDescription();
	}

}
