// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

import dev.sodp.server.journal.JournalException;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a journal while it is open. Only the journal's thread touches it.
 *
 * @param path where it is
 * @param file its file
 * @param store MVStore on that file
 * @param damagedCommit whether the newest commit was not complete and was left out
 * @param copy whether the file is a copy of another, which may have gone on
 */
record OpenStore(Path path, StoreFile file, MVStore store, boolean damagedCommit, boolean copy) {

	private static final Logger log = LoggerFactory.getLogger(OpenStore.class);

	/** The file within the journal's directory. */
	static final String FILE = "sodp.mv.db";

	/**
	 * Opens the store, or creates it if there is none.
	 * @param directory the journal's directory
	 * @param scheme MVStore's file system, empty for files
	 * @param cacheMegabytes size of MVStore's cache
	 * @throws JournalException if the file cannot be read
	 */
	static OpenStore open(Path directory, String scheme, int cacheMegabytes) {
		Path path = directory.resolve(FILE);
		if (!Files.exists(path)) {
			create(directory, scheme);
		}
		if (!Files.isRegularFile(path) || !Files.isReadable(path) || !Files.isWritable(path)) {
			throw Failures.notWritable(path, new IOException("no file that can be read and written"));
		}
		StoreFile file = new StoreFile(cacheMegabytes);
		try {
			return open(path, scheme, file);
		}
		catch (JournalException ex) {
			closeQuietly(file);
			throw ex;
		}
		catch (RuntimeException | AssertionError ex) {
			closeQuietly(file);
			throw Failures.unreadable(path, ex);
		}
	}

	/**
	 * A file with that name has a commit from the beginning: one that is empty or cut off
	 * is damaged, and never taken for a new one.
	 */
	private static void create(Path directory, String scheme) {
		Path path = directory.resolve(FILE + ".new");
		try {
			Files.deleteIfExists(path);
			StoreFile file = new StoreFile(1);
			try {
				file.open(scheme + path, false, null);
				MVStore store = mvStore(file);
				new StoredMeta(store).initialize();
				store.commit();
				store.sync();
				store.close();
			}
			finally {
				closeQuietly(file);
			}
			Files.move(path, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
			syncDirectory(directory);
		}
		catch (IOException | MVStoreException ex) {
			throw Failures.notWritable(path, ex);
		}
	}

	/** So that the name is on the disk as well; not every system can do it. */
	static void syncDirectory(Path directory) {
		try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			log.debug("Cannot sync the directory {}", directory, ex);
		}
	}

	private static OpenStore open(Path path, String scheme, StoreFile file) {
		file.open(scheme + path, false, null);
		CommitSlot slot = file.choose();
		if (slot == null) {
			throw Failures.damaged(path, "no complete commit was found at its beginning");
		}
		if (!slot.isKnownFormat()) {
			throw Failures.newer(path);
		}
		MVStore store = mvStore(file);
		if (store.getCurrentVersion() != slot.version()) {
			throw Failures.damaged(path, "commit %d cannot be read".formatted(slot.version()));
		}
		long damaged = file.damagedChunk();
		if (damaged >= 0) {
			throw Failures.damaged(path, "what stands at position %d is not what was written".formatted(damaged));
		}
		if (!slot.isClean()) {
			file.repeatLastCommit(slot);
		}
		return new OpenStore(path, file, store, file.hasDamagedCommit(), slot.isCopy());
	}

	/**
	 * Commits only when told to: neither by the clock nor because much is unsaved.
	 * MVStore keeps chunks for a while in case they are needed after a power cut, which
	 * the file knows better.
	 */
	private static MVStore mvStore(StoreFile file) {
		MVStore store = new MVStore.Builder().adoptFileStore(file).autoCommitDisabled().autoCommitBufferSize(0).open();
		store.setVersionsToKeep(0);
		store.setRetentionTime(-1);
		return store;
	}

	/**
	 * Commits what was written into the maps, and waits until it is on the disk.
	 * @return whether there was anything
	 */
	boolean commit() {
		if (!this.store.hasUnsavedChanges()) {
			return false;
		}
		this.store.commit();
		this.store.sync();
		return true;
	}

	/**
	 * Keeps what the last commit needs where it is.
	 * @param keep false to use its space again
	 */
	void keepEverything(boolean keep) {
		this.store.setVersionsToKeep(keep ? Integer.MAX_VALUE : 0);
		this.file.keepLength(keep);
	}

	long bytes() {
		return this.file.size();
	}

	void close() {
		this.store.close();
	}

	/** Releases the file without writing anything more. */
	void abandon() {
		this.store.closeImmediately();
		closeQuietly(this.file);
	}

	private static void closeQuietly(@Nullable StoreFile file) {
		try {
			if (file != null) {
				file.close();
			}
		}
		catch (RuntimeException ex) {
			log.debug("Closing a file that failed", ex);
		}
	}

}
