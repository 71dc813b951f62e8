// SPDX-License-Identifier: Apache-2.0

package dev.sodp.journal.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import dev.sodp.server.journal.shared.LogEntry;
import dev.sodp.server.journal.shared.Position;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the answer to {@code XREAD} of the log, without making objects of entries that
 * do not matter: each node reads the entries of all.
 *
 * <p>
 * The answer is a list of streams, here one, which is a name and a list of entries; an
 * entry is an id and a list of field names and values.
 */
final class LogOutput extends CommandOutput<byte[], byte[], LogPage> {

	private static final int DEPTH_OF_ENTRIES = 3;

	private final Predicate<String> interest;

	private final List<LogEntry> entries = new ArrayList<>();

	private int count;

	private long last;

	private boolean complete = true;

	private int depth;

	private long number;

	private long before;

	private char field;

	private @Nullable String key;

	private String previousTag = "";

	private String tag = "";

	private byte @Nullable [] change;

	/** Bytes of a text, as the buffer is outside the heap. */
	private byte[] scratch = new byte[64];

	/**
	 * Creates the output.
	 * @param after the number of the last entry that is known, 0 if none is
	 * @param interest which keys matter
	 */
	LogOutput(long after, Predicate<String> interest) {
		super(ByteArrayCodec.INSTANCE, new LogPage(List.of(), after, true));
		this.last = after;
		this.interest = interest;
	}

	/** How many entries were there, also those that do not matter. */
	int count() {
		return this.count;
	}

	@Override
	public LogPage get() {
		return new LogPage(this.entries, this.last, this.complete);
	}

	@Override
	public void multi(int count) {
		if (count < 0) {
			return;
		}
		this.depth++;
		if (this.depth == DEPTH_OF_ENTRIES + 1) {
			this.number = 0;
			this.before = -1;
			this.key = null;
			this.change = null;
		}
		this.field = 0;
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		if (bytes == null || this.depth <= DEPTH_OF_ENTRIES) {
			return;
		}
		if (this.depth == DEPTH_OF_ENTRIES + 1) {
			this.number = number(bytes);
		}
		else if (this.field == 0) {
			this.field = (char) bytes.get(bytes.position());
		}
		else {
			value(bytes);
			this.field = 0;
		}
	}

	private void value(ByteBuffer bytes) {
		if (this.field == 'b') {
			this.before = number(bytes);
		}
		else if (this.field == 'k') {
			String name = text(bytes);
			this.key = this.interest.test(name) ? name : null;
		}
		else if (this.key != null) {
			switch (this.field) {
				case 'p' -> this.previousTag = text(bytes);
				case 't' -> this.tag = text(bytes);
				case 'd' -> this.change = ByteArrayCodec.INSTANCE.decodeValue(bytes);
				default -> {
					// Of a newer version.
				}
			}
		}
	}

	@Override
	public void complete(int depth) {
		if (depth >= this.depth) {
			return;
		}
		this.depth = depth;
		if (depth == DEPTH_OF_ENTRIES) {
			endOfEntry();
		}
	}

	private void endOfEntry() {
		if (this.last != 0 && this.number != this.last + 1 && this.before != this.last) {
			this.complete = false;
		}
		this.last = this.number;
		this.count++;
		String name = this.key;
		if (name != null) {
			this.entries.add(new LogEntry(name, this.previousTag, new Position(this.number, this.tag), this.change));
		}
	}

	private static long number(ByteBuffer bytes) {
		long number = 0;
		for (int i = bytes.position(); i < bytes.limit(); i++) {
			byte digit = bytes.get(i);
			if (digit == '-') {
				break;
			}
			number = number * 10 + (digit - '0');
		}
		return number;
	}

	private String text(ByteBuffer bytes) {
		int length = bytes.remaining();
		if (length > this.scratch.length) {
			this.scratch = new byte[length];
		}
		bytes.get(bytes.position(), this.scratch, 0, length);
		return new String(this.scratch, 0, length, StandardCharsets.UTF_8);
	}

}
