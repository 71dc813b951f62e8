// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored forms in MessagePack: values, operations, and a map of fields around a content
 * that is encoded already, so that what was encoded for the wire is stored as it is. For
 * data that this process, or one that it trusts, has written; what is damaged is a
 * {@link MalformedFrameException}. All methods are thread-safe.
 *
 * @param fields the fields, an object
 * @param content the content, not to be modified; null if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record Envelope(JsonNode fields, byte @Nullable [] content) {

	private static final String CONTENT = "content";

	/** Fields are short, and the content is not copied into the packer's buffer. */
	private static final MessagePack.PackerConfig FIELDS = new MessagePack.PackerConfig().withBufferSize(256);

	/** The default of 8 KiB costs more than encoding a small value does. */
	private static final MessagePack.PackerConfig VALUE = new MessagePack.PackerConfig().withBufferSize(1024);

	private static final ThreadLocal<Readers> READERS = ThreadLocal.withInitial(Readers::new);

	/**
	 * Encodes fields around a content.
	 * @param fields the fields, an object whose values {@link Values#immutable(JsonNode)}
	 * accepts
	 * @param content what {@link #encode(JsonNode)} or {@link FrameEncoder#encodeOps}
	 * returned, or null
	 * @return the stored form
	 */
	public static byte[] encode(ObjectNode fields, byte @Nullable [] content) {
		try (MessageBufferPacker packer = FIELDS.newBufferPacker()) {
			packer.packMapHeader(fields.size() + ((content != null) ? 1 : 0));
			for (Map.Entry<String, JsonNode> field : fields.properties()) {
				packer.packString(field.getKey());
				ValueWriter.write(packer, Values.immutable(field.getValue()));
			}
			if (content != null) {
				packer.packString(CONTENT);
				packer.addPayload(content);
			}
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	/**
	 * Encodes a value.
	 * @param value a value that {@link Values#immutable(JsonNode)} accepts
	 * @return its MessagePack
	 */
	public static byte[] encode(JsonNode value) {
		try (MessageBufferPacker packer = VALUE.newBufferPacker()) {
			ValueWriter.write(packer, Values.immutable(value));
			return packer.toByteArray();
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	/**
	 * Decodes what {@link #encode(ObjectNode, byte[])} returned.
	 * @param bytes the stored form
	 * @return fields and content
	 * @throws MalformedFrameException if it is damaged
	 */
	public static Envelope decode(byte[] bytes) {
		return read(bytes, (reader, readers) -> {
			ObjectNode fields = JsonNodeFactory.instance.objectNode();
			byte[] content = null;
			for (int i = reader.mapHeader("a map as envelope"); i > 0; i--) {
				String name = reader.knownText("the name of a field");
				if (name.equals(CONTENT)) {
					int start = (int) reader.offset();
					reader.skip();
					content = Arrays.copyOfRange(bytes, start, (int) reader.offset());
				}
				else {
					fields.set(name, readers.values.read());
				}
			}
			return new Envelope(fields, content);
		});
	}

	/**
	 * Decodes a value.
	 * @param bytes what {@link #encode(JsonNode)} returned
	 * @return the value, immutable
	 * @throws MalformedFrameException if it is damaged
	 */
	public static JsonNode decodeValue(byte[] bytes) {
		return read(bytes, (reader, readers) -> readers.values.read());
	}

	/**
	 * Decodes operations.
	 * @param bytes what {@link FrameEncoder#encodeOps} returned
	 * @return the operations
	 * @throws MalformedFrameException if they are damaged
	 */
	public static List<DeltaOp> decodeOps(byte[] bytes) {
		return read(bytes, (reader, readers) -> readers.ops.read());
	}

	private static <T> T read(byte[] bytes, Reading<T> reading) {
		Readers readers = READERS.get();
		MessageReader reader = readers.message;
		reader.open(ByteBuffer.wrap(bytes));
		try {
			T result = reading.read(reader, readers);
			Malformed trailing = reader.trailing();
			if (trailing != null) {
				throw trailing;
			}
			return result;
		}
		catch (Malformed ex) {
			throw new MalformedFrameException(String.valueOf(ex.getMessage()), ex.offset(), null, null, null, ex);
		}
		finally {
			reader.close();
		}
	}

	private static UncheckedIOException inMemory(IOException ex) {
		return new UncheckedIOException("Cannot happen: the packer writes to memory", ex);
	}

	private interface Reading<T> {

		T read(MessageReader reader, Readers readers);

	}

	/** What is needed to read, and costs more than reading something small does. */
	private static final class Readers {

		private final MessageReader message = new MessageReader();

		private final ValueReader values = new ValueReader(this.message, Values.MAX_DEPTH);

		private final OpsReader ops = new OpsReader(this.message, this.values);

	}

}
