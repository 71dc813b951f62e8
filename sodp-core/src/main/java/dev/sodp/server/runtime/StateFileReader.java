// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

import dev.sodp.protocol.Envelope;
import dev.sodp.protocol.MalformedFrameException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a {@linkplain StateFileFormat state file}, one key at a time.
 */
final class StateFileReader {

	private static final String NOT_AN_EXPORT = "it does not begin as a file that SodpServer.exportTo has written";

	private static final String DAMAGED = "it is damaged";

	private static final String INCOMPLETE = "it ends too early, so it is incomplete or damaged";

	private final CRC32C checksum = new CRC32C();

	private final DataInputStream in;

	private final long keys;

	private long keysRead;

	private String key = "";

	private int valueBytes;

	/**
	 * Begins to read.
	 * @param file the file, at its start
	 * @throws BadStateFileException if it is no such file, or of another format
	 * @throws IOException if it cannot be read
	 */
	StateFileReader(InputStream file) throws IOException {
		this.in = new DataInputStream(
				new CheckedInputStream(new BufferedInputStream(file, StateFileFormat.BUFFER_BYTES), this.checksum));
		byte[] magic = this.in.readNBytes(StateFileFormat.MAGIC.length);
		if (!Arrays.equals(magic, StateFileFormat.MAGIC)) {
			boolean cut = Arrays.equals(magic, Arrays.copyOf(StateFileFormat.MAGIC, magic.length));
			throw new BadStateFileException(cut ? INCOMPLETE : NOT_AN_EXPORT);
		}
		try {
			int format = this.in.readInt();
			if (format != StateFileFormat.FORMAT) {
				throw new BadStateFileException(
						"it has format " + format + ", and this version reads only format " + StateFileFormat.FORMAT);
			}
			this.keys = this.in.readLong();
		}
		catch (EOFException ex) {
			throw new BadStateFileException(INCOMPLETE, ex);
		}
	}

	long keys() {
		return this.keys;
	}

	/**
	 * Reads the name of the next key.
	 * @return false if there is none
	 * @throws IOException if the file cannot be read
	 */
	boolean next() throws IOException {
		if (this.keysRead == this.keys) {
			return false;
		}
		try {
			byte[] name = new byte[this.in.readUnsignedShort()];
			this.in.readFully(name);
			this.key = new String(name, StandardCharsets.ISO_8859_1);
			this.valueBytes = this.in.readInt();
		}
		catch (EOFException ex) {
			throw new BadStateFileException(INCOMPLETE, ex);
		}
		if (this.valueBytes < 0) {
			throw new BadStateFileException(DAMAGED);
		}
		this.keysRead++;
		return true;
	}

	String key() {
		return this.key;
	}

	/** Encoded size of the value of this key. */
	int valueBytes() {
		return this.valueBytes;
	}

	/**
	 * Reads the value of this key, into memory.
	 * @return the value
	 * @throws IOException if the file cannot be read
	 */
	JsonNode value() throws IOException {
		byte[] value = new byte[this.valueBytes];
		try {
			this.in.readFully(value);
			return Envelope.decodeValue(value);
		}
		catch (EOFException ex) {
			throw new BadStateFileException(INCOMPLETE, ex);
		}
		catch (MalformedFrameException ex) {
			throw new BadStateFileException("the value of '" + this.key + "' cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Reads everything up to the end of the file, without looking at values.
	 * @throws BadStateFileException if the file is not what was written
	 * @throws IOException if the file cannot be read
	 */
	void checkIntact() throws IOException {
		try {
			while (next()) {
				this.in.skipNBytes(this.valueBytes);
			}
			int expected = (int) this.checksum.getValue();
			int found = this.in.readInt();
			if (this.in.read() >= 0) {
				throw new BadStateFileException("something follows its end");
			}
			if (found != expected) {
				throw new BadStateFileException(DAMAGED + ": its checksum does not match");
			}
		}
		catch (EOFException ex) {
			throw new BadStateFileException(INCOMPLETE, ex);
		}
	}

	/** What is wrong with the file itself. */
	static final class BadStateFileException extends IOException {

		private static final long serialVersionUID = 1L;

		BadStateFileException(String message) {
			this(message, null);
		}

		BadStateFileException(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
