// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.mvstore;

import java.io.EOFException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.SFChunk;
import org.h2.mvstore.SingleFileStore;
import org.jspecify.annotations.Nullable;

/**
 * MVStore's file with a commit that is either there as a whole or not at all, whatever a
 * power cut leaves of the writes since the last sync.
 *
 * <p>
 * MVStore finds the newest chunk by a header that it rewrites now and then, both copies
 * in one write, by links from chunk to chunk, and by looking from the end of the file for
 * something that starts and ends like a chunk. If the header reached the disk and the
 * chunk that it names did not, an old chunk may be found and the commits since then are
 * gone without a word; and a page whose content never arrived is taken for good. So the
 * commits of a journal are found in another way, as in other stores that copy on write:
 * each commit writes its chunk and one of two slots, in turn, while the other slot names
 * the commit before, which is on the disk already. A commit counts if its slot and the
 * checksum over its chunk are right, else the one before does. This is safe because there
 * is never more than one commit that was not synced, and because the space of a chunk is
 * not used again before the commit that no longer knows the chunk is on the disk.
 */
final class StoreFile extends SingleFileStore {

	private static final int BLOCK_BYTES = 4096;

	/** How MVStore marks the header of a file that is closed. */
	private static final String CLEAN = "clean";

	private static final int READ_STEP = 1024 * 1024;

	/**
	 * Linux keeps what is written at once together, up to megabytes, and counts all of it
	 * as written again when a small part is.
	 */
	private static final int WRITE_STEP = 16 * 1024;

	/** Part of the file that must be free at its end before the file is shortened. */
	private static final int SHRINK_PERCENT = 20;

	private @Nullable CommitSlot chosen;

	private @Nullable MVStoreException readFailure;

	private boolean damagedCommit;

	private boolean unsynced;

	private boolean keeping;

	/** No longer known to the commit that comes next. */
	private final List<SFChunk> dropped = new ArrayList<>();

	/** No longer known to the commit that waits for the next sync. */
	private final List<SFChunk> unknown = new ArrayList<>();

	StoreFile(int cacheMegabytes) {
		super(new HashMap<>(Map.of("cacheSize", cacheMegabytes)));
	}

	/**
	 * Finds the last commit that is complete.
	 * @return its slot; null if there is none or the file is no journal
	 */
	@Nullable CommitSlot choose() {
		List<CommitSlot> slots = slots();
		this.damagedCommit = slots.size() < 2;
		for (CommitSlot slot : slots) {
			if (!slot.isKnownFormat()) {
				return slot;
			}
			if (slot.hasCommit() && isIntact(slot)) {
				this.chosen = slot;
				return slot;
			}
			this.damagedCommit = true;
		}
		return null;
	}

	private List<CommitSlot> slots() {
		if (size() < 2 * CommitSlot.SIZE) {
			return List.of();
		}
		byte[] header = super.readFully((SFChunk) null, 0, 2 * CommitSlot.SIZE).array();
		return Stream.of(CommitSlot.decode(header, 0), CommitSlot.decode(header, CommitSlot.SIZE))
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull)
			.sorted(Comparator.comparingLong(CommitSlot::version).reversed())
			.toList();
	}

	/** Whether a commit newer than the chosen one was begun, or damaged later. */
	boolean hasDamagedCommit() {
		return this.damagedCommit;
	}

	/** A disk that cannot be read now is no reason to go back to an older commit. */
	private boolean isIntact(CommitSlot slot) {
		SFChunk chunk = readChunkHeaderAndFooter(slot.block(), slot.chunk());
		if (this.readFailure != null) {
			throw this.readFailure;
		}
		return chunk != null && chunk.version == slot.version() && isIntact(chunk.block, chunk.len);
	}

	/** Whether what stands in the file is what was written. */
	private boolean isIntact(long block, int blocks) {
		long position = block * BLOCK_BYTES;
		long length = (long) blocks * BLOCK_BYTES;
		if (position + length > size()) {
			return false;
		}
		CRC32C crc = new CRC32C();
		long expected = -1;
		for (long done = 0; done < length; done += READ_STEP) {
			ByteBuffer part = super.readFully((SFChunk) null, position + done,
					(int) Math.min(READ_STEP, length - done));
			part.rewind();
			if (done == 0) {
				expected = ChunkChecksum.take(part);
			}
			crc.update(part);
		}
		return crc.getValue() == expected;
	}

	/**
	 * Checks all chunks in use, once the store is open.
	 * @return the position of one that is damaged, or -1
	 */
	long damagedChunk() {
		return getChunks().values()
			.stream()
			.filter((chunk) -> chunk.block > 0 && chunk.maxLenLive > 0)
			.sorted(Comparator.comparingLong((chunk) -> chunk.block))
			.filter((chunk) -> !isIntact(chunk.block, chunk.len))
			.mapToLong((chunk) -> chunk.block * BLOCK_BYTES)
			.findFirst()
			.orElse(-1);
	}

	/**
	 * Chunks that are worth a step of compaction. MVStore would also choose those that
	 * are almost full, if only they are old, and write a large value again and again.
	 */
	@Override
	public Collection<SFChunk> getRewriteCandidates() {
		return getChunks().values()
			.stream()
			.filter((chunk) -> chunk.maxLenLive * 100 <= chunk.maxLen * Compaction.TARGET_FILL)
			.toList();
	}

	/**
	 * Writes the newest commit once more, as it is, so that the next sync covers it. A
	 * process that was killed, or whose sync failed, may have left it in the memory of
	 * the operating system only, where no later sync would look for it.
	 */
	void repeatLastCommit(CommitSlot slot) {
		SFChunk chunk = Objects.requireNonNull(readChunkHeaderAndFooter(slot.block(), slot.chunk()));
		long position = chunk.block * BLOCK_BYTES;
		long length = (long) chunk.len * BLOCK_BYTES;
		for (long done = 0; done < length; done += READ_STEP) {
			ByteBuffer part = super.readFully((SFChunk) null, position + done,
					(int) Math.min(READ_STEP, length - done));
			part.rewind();
			super.writeFully((SFChunk) null, position + done, part);
		}
		writeSlot(slot);
		sync();
	}

	/**
	 * MVStore is shown the commit that was chosen as if the file had been closed with it,
	 * and does not search.
	 */
	@Override
	public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
		CommitSlot slot = this.chosen;
		if (chunk == null && position == 0 && length == 2 * CommitSlot.SIZE && slot != null) {
			return ByteBuffer.wrap(twice(slot.clean()));
		}
		try {
			return super.readFully(chunk, position, length);
		}
		catch (MVStoreException ex) {
			// MVStore takes it for the end of what it looks for.
			if (!(ex.getCause() instanceof EOFException)) {
				this.readFailure = ex;
			}
			throw ex;
		}
	}

	@Override
	protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
		if (chunk != null) {
			if (this.unsynced) {
				sync();
			}
			ChunkChecksum.write(source);
			this.unsynced = true;
			writeInPieces(position, source);
			CommitSlot slot = CommitSlot.of(this.storeHeader, chunk.id, chunk.block, chunk.version);
			writeSlot(slot);
			this.chosen = slot;
			this.unknown.addAll(this.dropped);
			this.dropped.clear();
		}
		else if (position == 0) {
			writeHeader();
		}
		else {
			throw new IllegalStateException("Chunks are not moved: they would be overwritten before a sync");
		}
	}

	/** The first blocks of a copy that is made of the file as of the last commit. */
	byte[] headerOfCopy() {
		return twice(Objects.requireNonNull(this.chosen).clean().copy());
	}

	/** Whether the file must not become shorter. */
	void keepLength(boolean keep) {
		this.keeping = keep;
	}

	/** Bytes written so far. */
	long written() {
		return this.writeBytes.get();
	}

	private void writeInPieces(long position, ByteBuffer source) {
		for (int done = 0; done < source.limit(); done += WRITE_STEP) {
			super.writeFully((SFChunk) null, position + done,
					source.slice(done, Math.min(WRITE_STEP, source.limit() - done)));
		}
	}

	private void writeSlot(CommitSlot slot) {
		super.writeFully((SFChunk) null, (slot.version() & 1) * CommitSlot.SIZE, ByteBuffer.wrap(slot.encode()));
	}

	/** MVStore's header matters when a file is created and when it is closed. */
	private void writeHeader() {
		CommitSlot slot = this.chosen;
		if (slot == null) {
			super.writeFully((SFChunk) null, 0, ByteBuffer.wrap(twice(CommitSlot.empty(this.storeHeader))));
		}
		else if (this.storeHeader.containsKey(CLEAN)) {
			sync();
			super.writeFully((SFChunk) null, 0, ByteBuffer.wrap(twice(slot.clean())));
		}
	}

	private static byte[] twice(CommitSlot slot) {
		byte[] encoded = slot.encode();
		byte[] header = Arrays.copyOf(encoded, 2 * CommitSlot.SIZE);
		System.arraycopy(encoded, 0, header, CommitSlot.SIZE, CommitSlot.SIZE);
		return header;
	}

	@Override
	public void sync() {
		super.sync();
		this.unsynced = false;
		this.unknown.forEach((chunk) -> free(chunk.block * BLOCK_BYTES, chunk.len * BLOCK_BYTES));
		this.unknown.clear();
	}

	/** MVStore would use the space for the very commit that drops the chunks. */
	@Override
	protected void freeChunkSpace(Iterable<SFChunk> chunks) {
		chunks.forEach(this.dropped::add);
	}

	/** Each time costs a sync of its own; when the file is closed, it is worth it. */
	@Override
	protected void shrinkStoreIfPossible(int minPercent) {
		if (minPercent == 0) {
			sync();
		}
		if (!this.keeping && this.unknown.isEmpty() && this.dropped.isEmpty()) {
			super.shrinkStoreIfPossible((minPercent > 0) ? SHRINK_PERCENT : minPercent);
		}
	}

}
