// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.runtime;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

import dev.sodp.protocol.Envelope;
import tools.jackson.databind.JsonNode;

/**
 * Writes a {@linkplain StateFileFormat state file}, one key at a time.
 */
final class StateFileWriter {

	private final CRC32C checksum = new CRC32C();

	private final DataOutputStream out;

	StateFileWriter(OutputStream file, long keys) throws IOException {
		this.out = new DataOutputStream(
				new BufferedOutputStream(new CheckedOutputStream(file, this.checksum), StateFileFormat.BUFFER_BYTES));
		this.out.write(StateFileFormat.MAGIC);
		this.out.writeInt(StateFileFormat.FORMAT);
		this.out.writeLong(keys);
	}

	void write(String key, JsonNode value) throws IOException {
		byte[] name = key.getBytes(StandardCharsets.US_ASCII);
		this.out.writeShort(name.length);
		this.out.write(name);
		byte[] encoded = Envelope.encode(value);
		this.out.writeInt(encoded.length);
		this.out.write(encoded);
	}

	void finish() throws IOException {
		this.out.flush();
		this.out.writeInt((int) this.checksum.getValue());
		this.out.flush();
	}

}
