// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the file as of one commit, made in steps between which changes are committed.
 * While it is made, nothing in the file that the commit needs is written over. Marked as
 * a copy: whoever opens it begins a new history, since the original may have gone on.
 */
final class Backup {

	private static final Logger log = LoggerFactory.getLogger(Backup.class);

	/** How much a step copies. */
	private static final int STEP = 1024 * 1024;

	/** How much is copied between syncs, so that none of them takes long. */
	private static final int SYNC = 8 * STEP;

	private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("'sodp-'yyyyMMdd'T'HHmmss.SSS'Z.mv.db'")
		.withZone(ZoneOffset.UTC);

	private final Path directory;

	private final Path target;

	private final Path part;

	private final CompletableFuture<Path> result;

	private @Nullable FileChannel channel;

	private byte[] header = new byte[0];

	private long position;

	private long end;

	/**
	 * Creates a backup, which begins with the first step.
	 * @param directory where it goes
	 * @param result learns about the end
	 */
	Backup(Path directory, CompletableFuture<Path> result) {
		this.directory = directory;
		this.target = directory.resolve(NAME.format(Instant.now()));
		this.part = directory.resolve(this.target.getFileName() + ".part");
		this.result = result;
	}

	/**
	 * Goes on, right after a commit.
	 * @param store what to copy
	 * @param space asked before the first step
	 * @return whether there is more to do
	 */
	boolean step(OpenStore store, FreeSpace space) {
		try {
			if (this.channel == null) {
				begin(store, space);
			}
			else if (this.position < this.end) {
				copy(store);
			}
			else {
				finish(store);
				return false;
			}
			return true;
		}
		catch (IOException | RuntimeException ex) {
			fail(store, ex);
			return false;
		}
	}

	private void begin(OpenStore store, FreeSpace space) throws IOException {
		String refusal = space.refusal(store.bytes());
		if (refusal != null) {
			throw new IOException(refusal);
		}
		Files.createDirectories(this.directory);
		this.channel = FileChannel.open(this.part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		store.keepEverything(true);
		this.header = store.file().headerOfCopy();
		this.position = this.header.length;
		this.end = store.bytes();
	}

	private void copy(OpenStore store) throws IOException {
		int length = (int) Math.min(STEP, this.end - this.position);
		ByteBuffer part = store.file().readFully(null, this.position, length);
		part.rewind();
		write(part, this.position);
		this.position += length;
		if (this.position % SYNC < STEP) {
			open().force(false);
		}
	}

	private void write(ByteBuffer bytes, long position) throws IOException {
		long at = position;
		while (bytes.hasRemaining()) {
			at += open().write(bytes, at);
		}
	}

	private FileChannel open() throws IOException {
		FileChannel open = this.channel;
		if (open == null) {
			throw new IOException("The backup was not begun");
		}
		return open;
	}

	private void finish(OpenStore store) throws IOException {
		store.keepEverything(false);
		write(ByteBuffer.wrap(this.header), 0);
		open().force(true);
		open().close();
		Files.move(this.part, this.target, StandardCopyOption.ATOMIC_MOVE);
		OpenStore.syncDirectory(this.directory);
		// Whoever waits for it must not run on this thread.
		this.result.completeAsync(() -> this.target);
	}

	/**
	 * Gives up.
	 * @param store what was copied
	 * @param reason why
	 */
	void fail(OpenStore store, Exception reason) {
		store.keepEverything(false);
		try {
			if (this.channel != null) {
				this.channel.close();
				Files.deleteIfExists(this.part);
			}
		}
		catch (IOException ex) {
			log.debug("Cannot remove {}", this.part, ex);
		}
		CompletableFuture.runAsync(() -> this.result.completeExceptionally(reason));
	}

}
