// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A disk between MVStore and its file, in memory: knows what was written since the last
 * sync, what a power cut may leave of it, and fails when it is to.
 */
final class TestDisk implements AutoCloseable {

	/** Disks write sectors as a whole. */
	private static final int SECTOR = 512;

	private static final Map<String, TestDisk> disks = new ConcurrentHashMap<>();

	private static final AtomicInteger count = new AtomicInteger();

	static {
		FilePath.register(new DiskPath());
	}

	private final String name = "disk" + count.incrementAndGet();

	private final Content content = new Content();

	/** What is on the disk for certain. */
	private final Content durable = new Content();

	private final List<Write> unsynced = new ArrayList<>();

	private volatile @Nullable Fault beforeWrite;

	private volatile @Nullable Fault beforeSync;

	private volatile @Nullable Fault beforeRead;

	private volatile @Nullable Runnable onWrite;

	private volatile @Nullable LongConsumer onWritten;

	private int writes;

	TestDisk() {
		disks.put(this.name, this);
	}

	TestDisk(byte[] content) {
		this();
		this.content.put(0, content);
		this.durable.put(0, content);
	}

	/** What MVStore is to put before the name of a file. */
	String scheme() {
		return DiskPath.SCHEME + ":" + this.name + ":";
	}

	/** A journal whose file is on this disk, though it looks for it in a directory. */
	MvStoreJournal.Builder journal(Path directory) {
		if (size() > 0) {
			touch(directory.resolve(OpenStore.FILE));
		}
		return MvStoreJournal.builder(directory).scheme(scheme());
	}

	private static void touch(Path file) {
		try {
			Files.createDirectories(file.getParent());
			if (!Files.exists(file)) {
				Files.createFile(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void beforeWrite(@Nullable Fault fault) {
		this.beforeWrite = fault;
	}

	void beforeRead(@Nullable Fault fault) {
		this.beforeRead = fault;
	}

	void beforeSync(@Nullable Fault fault) {
		this.beforeSync = fault;
	}

	/** Runs after each write, on the journal's thread. */
	void onWrite(@Nullable Runnable action) {
		this.onWrite = action;
	}

	/** Is given the number of bytes of each write. */
	void onWritten(@Nullable LongConsumer action) {
		this.onWritten = action;
	}

	synchronized int writes() {
		return this.writes;
	}

	synchronized byte[] content() {
		return this.content.toBytes();
	}

	/**
	 * What a power cut may leave: what was synced, and of the rest any sectors.
	 * @param random chooses
	 * @return the file afterwards
	 */
	synchronized byte[] afterPowerCut(Random random) {
		Content left = new Content();
		left.put(0, this.durable.toBytes());
		int kept = random.nextInt(5);
		for (Write write : this.unsynced) {
			if (kept == 0 || kept == 4 && random.nextBoolean()) {
				continue;
			}
			for (int i = 0; i < write.bytes.length; i += SECTOR) {
				if (kept == 1 || random.nextInt(8) != 0) {
					left.put(write.position + i,
							Arrays.copyOfRange(write.bytes, i, Math.min(i + SECTOR, write.bytes.length)));
				}
			}
		}
		return left.toBytes();
	}

	/** What a kill leaves: everything that was written. */
	synchronized byte[] afterKill() {
		return content();
	}

	private void write(long position, ByteBuffer source) throws IOException {
		Fault fault = this.beforeWrite;
		if (fault != null) {
			fault.run();
		}
		int length = source.remaining();
		synchronized (this) {
			byte[] bytes = new byte[source.remaining()];
			source.get(bytes);
			this.unsynced.add(new Write(position, bytes));
			this.content.put(position, bytes);
			this.writes++;
		}
		LongConsumer counter = this.onWritten;
		if (counter != null) {
			counter.accept(length);
		}
		Runnable action = this.onWrite;
		if (action != null) {
			action.run();
		}
	}

	private void sync() throws IOException {
		Fault fault = this.beforeSync;
		if (fault != null) {
			try {
				fault.run();
			}
			catch (IOException ex) {
				// As systems do: it is still read, but no later sync will write it.
				forget();
				throw ex;
			}
		}
		synchronized (this) {
			for (Write write : this.unsynced) {
				this.durable.put(write.position, write.bytes);
			}
			this.unsynced.clear();
		}
	}

	private synchronized void forget() {
		this.unsynced.clear();
	}

	private synchronized void truncate(long size) {
		this.content.truncate(size);
		this.durable.truncate(size);
		this.unsynced.removeIf((write) -> write.position >= size);
	}

	private int read(ByteBuffer target, long position) throws IOException {
		Fault fault = this.beforeRead;
		if (fault != null) {
			fault.run();
		}
		synchronized (this) {
			return this.content.read(target, position);
		}
	}

	private synchronized long size() {
		return this.content.length;
	}

	@Override
	public void close() {
		disks.remove(this.name);
	}

	/** Bytes that grow. */
	private static final class Content {

		private byte[] bytes = new byte[0];

		private int length;

		private void put(long position, byte[] source) {
			int end = (int) position + source.length;
			if (end > this.bytes.length) {
				this.bytes = Arrays.copyOf(this.bytes, Math.max(end, 2 * this.bytes.length));
			}
			System.arraycopy(source, 0, this.bytes, (int) position, source.length);
			this.length = Math.max(this.length, end);
		}

		private void truncate(long size) {
			if (size < this.length) {
				Arrays.fill(this.bytes, (int) size, this.length, (byte) 0);
				this.length = (int) size;
			}
		}

		private int read(ByteBuffer target, long position) {
			if (position >= this.length) {
				return -1;
			}
			int count = Math.min(target.remaining(), this.length - (int) position);
			target.put(this.bytes, (int) position, count);
			return count;
		}

		private byte[] toBytes() {
			return Arrays.copyOf(this.bytes, this.length);
		}

	}

	private record Write(long position, byte[] bytes) {
	}

	/** Goes wrong. */
	interface Fault {

		void run() throws IOException;

	}

	private static final class DiskPath extends FilePathWrapper {

		private static final String SCHEME = "test";

		@Override
		public String getScheme() {
			return SCHEME;
		}

		private String file() {
			return this.name.substring(SCHEME.length() + 1);
		}

		private String disk() {
			return file().substring(0, file().indexOf(':'));
		}

		@Override
		public FilePathWrapper getPath(String path) {
			DiskPath result = new DiskPath();
			result.name = path;
			return result;
		}

		@Override
		public FilePath getParent() {
			return FilePath.get(file().substring(file().indexOf(':') + 1)).getParent();
		}

		@Override
		public boolean exists() {
			return true;
		}

		@Override
		public boolean canWrite() {
			return true;
		}

		@Override
		public FileChannel open(String mode) throws IOException {
			touch(Path.of(file().substring(file().indexOf(':') + 1)));
			return new DiskChannel(disks.get(disk()));
		}

	}

	private static final class DiskChannel extends FileBase {

		private final TestDisk disk;

		private long position;

		private DiskChannel(TestDisk disk) {
			this.disk = disk;
		}

		@Override
		public int read(ByteBuffer target) throws IOException {
			int length = read(target, this.position);
			this.position += Math.max(0, length);
			return length;
		}

		@Override
		public int read(ByteBuffer target, long position) throws IOException {
			return this.disk.read(target, position);
		}

		@Override
		public int write(ByteBuffer source) throws IOException {
			int length = write(source, this.position);
			this.position += length;
			return length;
		}

		@Override
		public int write(ByteBuffer source, long position) throws IOException {
			int length = source.remaining();
			this.disk.write(position, source);
			return length;
		}

		@Override
		public long position() {
			return this.position;
		}

		@Override
		public FileChannel position(long newPosition) {
			this.position = newPosition;
			return this;
		}

		@Override
		public long size() {
			return this.disk.size();
		}

		@Override
		public FileChannel truncate(long size) {
			this.disk.truncate(size);
			return this;
		}

		@Override
		public void force(boolean metaData) throws IOException {
			this.disk.sync();
		}

		@Override
		public FileLock tryLock(long position, long size, boolean shared) {
			return new FileLock(this, position, size, shared) {

				@Override
				public boolean isValid() {
					return true;
				}

				@Override
				public void release() {
				}
			};
		}

	}

}
