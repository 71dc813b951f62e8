// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

import dev.sodp.server.StateFileException;
import dev.sodp.server.engine.KeyCopy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes copies of keys into a file that appears under its name only when it is complete
 * and on the disk.
 */
final class StateExport {

	private static final Logger log = LoggerFactory.getLogger(StateExport.class);

	private final Path file;

	/** Also keeps two exports from writing the same file. */
	private final Path part;

	StateExport(Path file) {
		this.file = file.toAbsolutePath();
		this.part = this.file.resolveSibling(this.file.getFileName() + ".part");
	}

	/**
	 * Writes the file.
	 * @param keys what to write, may be put in another order
	 * @throws StateFileException if that is not possible
	 */
	void write(List<KeyCopy> keys) {
		keys.sort(Comparator.comparing(KeyCopy::key));
		try {
			checkAbsent();
			FileChannel channel = FileChannel.open(this.part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
			boolean moved = false;
			try {
				write(channel, keys);
				checkAbsent();
				Files.move(this.part, this.file, StandardCopyOption.ATOMIC_MOVE);
				moved = true;
			}
			finally {
				// Once moved, the name is free for the next export.
				if (!moved) {
					Files.deleteIfExists(this.part);
				}
			}
			syncDirectory();
		}
		catch (IOException ex) {
			throw failure(ex);
		}
	}

	private void checkAbsent() throws FileAlreadyExistsException {
		if (Files.exists(this.file, LinkOption.NOFOLLOW_LINKS)) {
			throw new FileAlreadyExistsException(this.file.toString());
		}
	}

	private static void write(FileChannel channel, List<KeyCopy> keys) throws IOException {
		try (channel) {
			StateFileWriter writer = new StateFileWriter(Channels.newOutputStream(channel), keys.size());
			for (KeyCopy key : keys) {
				writer.write(key.key(), key.withoutPresence());
			}
			writer.finish();
			channel.force(true);
		}
	}

	/** So that the name is on the disk as well; not every system can do it. */
	private void syncDirectory() {
		try (FileChannel directory = FileChannel.open(this.file.resolveSibling("."), StandardOpenOption.READ)) {
			directory.force(true);
		}
		catch (IOException ex) {
			log.debug("Cannot sync the directory of {}", this.file, ex);
		}
	}

	private StateFileException failure(IOException cause) {
		String message = "The state cannot be exported to " + this.file + ": ";
		if (cause instanceof FileAlreadyExistsException) {
			return new StateFileException(message + (this.part.toString().equals(cause.getMessage())
					? this.part + " exists. Another export may be writing it; if none is, one was killed: delete it."
					: "the file exists. Choose another name, or move the file away."), 0, cause);
		}
		if (cause instanceof ClosedByInterruptException) {
			return new StateFileException(
					message + "the thread was interrupted. Nothing is left of the file; export again.", 0, cause);
		}
		return new StateFileException(message + FileProblems.describe(cause)
				+ ". Make sure that the directory exists, can be written and has room.", 0, cause);
	}

}
