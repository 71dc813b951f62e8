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

	private byte[] content = new byte[0];

	/** What is on the disk for certain. */
	private byte[] durable = new byte[0];

	private final List<Write> unsynced = new ArrayList<>();

	private volatile @Nullable Fault beforeWrite;

	private volatile @Nullable Fault beforeSync;

	private volatile @Nullable Runnable onWrite;

	private int writes;

	private int syncs;

	TestDisk() {
		disks.put(this.name, this);
	}

	TestDisk(byte[] content) {
		this();
		this.content = content.clone();
		this.durable = content.clone();
	}

	/** What MVStore is to put before the name of a file. */
	String scheme() {
		return DiskPath.SCHEME + ":" + this.name + ":";
	}

	/** A journal whose file is on this disk, though it looks for it in a directory. */
	MvStoreJournal.Builder journal(Path directory) {
		if (this.content.length > 0) {
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

	void beforeSync(@Nullable Fault fault) {
		this.beforeSync = fault;
	}

	/** Runs after each write, on the journal's thread. */
	void onWrite(@Nullable Runnable action) {
		this.onWrite = action;
	}

	synchronized int writes() {
		return this.writes;
	}

	synchronized int syncs() {
		return this.syncs;
	}

	synchronized byte[] content() {
		return this.content.clone();
	}

	/**
	 * What a power cut may leave: what was synced, and of the rest any sectors.
	 * @param random chooses
	 * @return the file afterwards
	 */
	synchronized byte[] afterPowerCut(Random random) {
		byte[] left = this.durable.clone();
		int kept = random.nextInt(5);
		for (Write write : this.unsynced) {
			if (kept == 0 || kept == 4 && random.nextBoolean()) {
				continue;
			}
			for (int i = 0; i < write.bytes.length; i += SECTOR) {
				if (kept == 1 || random.nextInt(8) != 0) {
					left = put(left, write.position + i,
							Arrays.copyOfRange(write.bytes, i, Math.min(i + SECTOR, write.bytes.length)));
				}
			}
		}
		return left;
	}

	/** What a kill leaves: everything that was written. */
	synchronized byte[] afterKill() {
		return content();
	}

	private static byte[] put(byte[] file, long position, byte[] bytes) {
		int end = (int) position + bytes.length;
		byte[] result = (end > file.length) ? Arrays.copyOf(file, end) : file;
		System.arraycopy(bytes, 0, result, (int) position, bytes.length);
		return result;
	}

	private void write(long position, ByteBuffer source) throws IOException {
		Fault fault = this.beforeWrite;
		if (fault != null) {
			fault.run();
		}
		synchronized (this) {
			byte[] bytes = new byte[source.remaining()];
			source.get(bytes);
			this.unsynced.add(new Write(position, bytes));
			this.content = put(this.content, position, bytes);
			this.writes++;
		}
		Runnable action = this.onWrite;
		if (action != null) {
			action.run();
		}
	}

	private void sync() throws IOException {
		Fault fault = this.beforeSync;
		if (fault != null) {
			fault.run();
		}
		synchronized (this) {
			this.durable = this.content.clone();
			this.unsynced.clear();
			this.syncs++;
		}
	}

	private synchronized void truncate(long size) {
		this.content = Arrays.copyOf(this.content, (int) size);
		this.unsynced.removeIf((write) -> write.position >= size);
		this.durable = Arrays.copyOf(this.durable, (int) Math.min(size, this.durable.length));
	}

	private synchronized int read(ByteBuffer target, long position) {
		if (position >= this.content.length) {
			return -1;
		}
		int length = Math.min(target.remaining(), this.content.length - (int) position);
		target.put(this.content, (int) position, length);
		return length;
	}

	private synchronized long size() {
		return this.content.length;
	}

	@Override
	public void close() {
		disks.remove(this.name);
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
		public int read(ByteBuffer target) {
			int length = read(target, this.position);
			this.position += Math.max(0, length);
			return length;
		}

		@Override
		public int read(ByteBuffer target, long position) {
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
