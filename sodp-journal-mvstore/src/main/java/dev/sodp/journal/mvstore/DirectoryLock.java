// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

import dev.sodp.server.journal.JournalException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a directory to one journal, of all processes and within this one.
 *
 * <p>
 * The lock stands on a file of its own: on POSIX systems a process loses its lock on a
 * file as soon as it closes any channel of that file. For the same reason a second
 * journal in this process must not even touch the file, which is what the system property
 * is for; a static field would exist once a class loader.
 */
final class DirectoryLock {

	private static final String FILE = "lock";

	private static final String PROPERTY = "dev.sodp.journal.";

	private static final long RETRY_MILLIS = 50;

	/** Beyond what stands in the file, which others can so still read. */
	private static final long POSITION = 1L << 40;

	private final String property;

	private final FileChannel channel;

	private DirectoryLock(String property, FileChannel channel) {
		this.property = property;
		this.channel = channel;
	}

	/**
	 * Waits for the lock.
	 * @param directory an existing directory
	 * @param timeout how long another instance may keep it
	 * @param abandoned whether to stop waiting
	 * @return the lock
	 * @throws JournalException if another instance keeps it, or it cannot be written
	 */
	static DirectoryLock acquire(Path directory, Duration timeout, BooleanSupplier abandoned) {
		long start = System.nanoTime();
		String property = PROPERTY + directory;
		String owner = "process %d on %s since %s".formatted(ProcessHandle.current().pid(), host(),
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
		while (true) {
			String here = (String) System.getProperties().putIfAbsent(property, "this process");
			String other = here;
			if (here == null) {
				DirectoryLock lock = attempt(directory, property, owner);
				if (lock != null) {
					return lock;
				}
				other = read(directory);
			}
			if (System.nanoTime() - start >= timeout.toNanos() || abandoned.getAsBoolean()) {
				throw locked(directory, other, timeout);
			}
			pause();
		}
	}

	private static @Nullable DirectoryLock attempt(Path directory, String property, String owner) {
		boolean locked = false;
		FileChannel channel = null;
		try {
			channel = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			FileLock lock = channel.tryLock(POSITION, 1, false);
			if (lock == null) {
				return null;
			}
			channel.truncate(0);
			channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)));
			locked = true;
			return new DirectoryLock(property, channel);
		}
		catch (IOException ex) {
			throw Failures.notWritable(directory, ex);
		}
		finally {
			if (!locked) {
				close(channel);
				System.getProperties().remove(property);
			}
		}
	}

	private static String read(Path directory) {
		try {
			String owner = Files.readString(directory.resolve(FILE));
			return owner.isBlank() ? "another process" : owner;
		}
		catch (IOException ex) {
			return "another process";
		}
	}

	private static JournalException locked(Path directory, String owner, Duration timeout) {
		return new JournalException(
				"The journal in '%s' is used by another instance: %s, which kept it locked for %s (%s)"
					.formatted(directory, owner, timeout, directory.resolve(FILE)),
				"Stop the other instance, or give each instance a directory of its own. A rolling update starts the new"
						+ " process before the old one has stopped: raise the lock timeout above the time that the old"
						+ " one takes to stop, or use the strategy 'Recreate'.");
	}

	private static void pause() {
		try {
			Thread.sleep(RETRY_MILLIS);
		}
		catch (InterruptedException ex) {
			// The journal's thread ignores interrupts.
		}
	}

	private static String host() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (IOException ex) {
			return "an unknown host";
		}
	}

	private static void close(@Nullable FileChannel channel) {
		try {
			if (channel != null) {
				channel.close();
			}
		}
		catch (IOException ex) {
			// The lock is gone with the channel all the same.
		}
	}

	void close() {
		close(this.channel);
		System.getProperties().remove(this.property);
	}

}
