// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.InvalidValueException;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes frames as MessagePack in its most compact form (protocol section 1). Not
 * thread-safe: create one for each session, because it reuses its buffers.
 *
 * <p>
 * Values that are not yet immutable are first passed through
 * {@link Values#immutable(JsonNode)}, so that nothing is sent that would lose
 * information.
 */
public final class FrameEncoder {

	/**
	 * A session keeps such a buffer for its whole lifetime, and most frames are small.
	 */
	private static final int BUFFER_BYTES = 1024;

	private static final long MAX_STREAM = 0xFFFF_FFFFL;

	/** A map of two or three, its names, and the header of the name of the kind. */
	private static final int OP_BYTES = 1 + 1 + Names.OP.length() + 1 + 1 + Names.PATH.length();

	private final MessageBufferPacker packer = new MessagePack.PackerConfig().withBufferSize(BUFFER_BYTES)
		.newBufferPacker();

	/** Creates an encoder with a buffer of its own. */
	public FrameEncoder() {
	}

	/**
	 * Writes a frame.
	 * @param frame the frame
	 * @return the message
	 * @throws InvalidValueException if a value in it cannot be sent; the path is relative
	 * to that value
	 * @throws IllegalArgumentException if the stream is not an unsigned 32-bit number, or
	 * a string has an unpaired surrogate
	 */
	public byte[] encode(Frame frame) {
		return write(() -> {
			header(FrameTypes.of(frame), frame.stream(), frame.seq());
			body(frame);
		});
	}

	/**
	 * Returns the size of a value on the wire.
	 * @param value a value that {@link Values#immutable(JsonNode)} would accept
	 * @return the size in bytes, computed without encoding
	 */
	public static int encodedSize(JsonNode value) {
		return encodedSize(value, Integer.MAX_VALUE);
	}

	/**
	 * Returns the size of a value on the wire, measured only as far as it matters.
	 * @param value a value that {@link Values#immutable(JsonNode)} would accept
	 * @param enough where to stop measuring
	 * @return the size in bytes; if that is more than {@code enough}, that number or more
	 */
	public static int encodedSize(JsonNode value, int enough) {
		return (int) Math.min(Integer.MAX_VALUE, ValueWriter.size(value, enough));
	}

	/**
	 * Returns the size of an operation within a DELTA.
	 * @param op an operation whose value {@link Values#immutable(JsonNode)} would accept
	 * @return the size in bytes, computed without encoding
	 */
	public static long encodedSize(DeltaOp op) {
		long size = OP_BYTES + op.kind().name().length() + ValueWriter.textSize(op.path());
		return (op.kind() == DeltaOp.Kind.REMOVE) ? size
				: size + 1 + Names.VALUE.length() + ValueWriter.size(op.value(), Integer.MAX_VALUE);
	}

	/**
	 * Writes operations as a DELTA holds them.
	 * @param ops the operations
	 * @return a MessagePack array
	 * @throws InvalidValueException if a value in it cannot be sent
	 */
	public byte[] encodeOps(List<DeltaOp> ops) {
		try {
			this.packer.clear();
			ops(ops);
			return this.packer.toByteArray();
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	private byte[] write(Writing writing) {
		try {
			this.packer.clear();
			writing.run();
			return this.packer.toByteArray();
		}
		catch (IOException ex) {
			throw inMemory(ex);
		}
	}

	private static UncheckedIOException inMemory(IOException ex) {
		return new UncheckedIOException("Cannot happen: the packer writes to memory", ex);
	}

	private interface Writing {

		void run() throws IOException;

	}

	private void header(int type, long stream, long seq) throws IOException {
		if (stream < 0 || stream > MAX_STREAM) {
			throw new IllegalArgumentException("stream must be an unsigned 32-bit number (was " + stream + ")");
		}
		this.packer.packArrayHeader(4).packInt(type).packLong(stream);
		if (seq >= 0) {
			this.packer.packLong(seq);
		}
		else {
			this.packer.packBigInteger(new BigInteger(Long.toUnsignedString(seq)));
		}
	}

	private void body(Frame frame) throws IOException {
		if (frame instanceof Frame.Delta delta) {
			delta(delta);
		}
		else if (frame instanceof Frame.StateInit init) {
			stateInit(init);
		}
		else if (frame instanceof Frame.Call call) {
			call(call);
		}
		else if (frame instanceof Frame.Result result) {
			result(result);
		}
		else if (frame instanceof Frame.Watch watch) {
			JsonNode params = watch.params();
			this.packer.packMapHeader((params == null) ? 1 : 2);
			keys(watch.states());
			optionalParams(params);
		}
		else if (frame instanceof Frame.Unwatch unwatch) {
			this.packer.packMapHeader(1);
			keys(unwatch.states());
		}
		else if (frame instanceof Frame.Resume resume) {
			JsonNode params = resume.params();
			this.packer.packMapHeader((params == null) ? 2 : 3);
			field(Names.STATE, resume.state());
			field(Names.SINCE_VERSION, resume.sinceVersion());
			optionalParams(params);
		}
		else if (frame instanceof Frame.Error error) {
			this.packer.packMapHeader(2);
			field(Names.CODE, error.code());
			field(Names.MESSAGE, error.message());
		}
		else if (frame instanceof Frame.Hello hello) {
			hello(hello);
		}
		else if (frame instanceof Frame.Auth auth) {
			this.packer.packMapHeader(1);
			field(Names.TOKEN, auth.token());
		}
		else if (frame instanceof Frame.AuthOk ok) {
			this.packer.packMapHeader(1);
			nullableField(Names.SUB, ok.sub());
		}
		else {
			this.packer.packNil();
		}
	}

	private void hello(Frame.Hello hello) throws IOException {
		String protocol = hello.protocol();
		String server = hello.server();
		this.packer.packMapHeader(3 + ((protocol == null) ? 0 : 1) + ((server == null) ? 0 : 1));
		if (protocol != null) {
			field(Names.PROTOCOL, protocol);
		}
		field(Names.VERSION, hello.version());
		if (server != null) {
			field(Names.SERVER, server);
		}
		field(Names.AUTH, hello.auth());
		value(Names.CAPABILITIES, CapabilitiesCodec.write(hello.capabilities()));
	}

	private void keys(List<String> states) throws IOException {
		if (states.size() == 1) {
			field(Names.STATE, states.get(0));
			return;
		}
		this.packer.packString(Names.STATES).packArrayHeader(states.size());
		for (String state : states) {
			text(state);
		}
	}

	private void stateInit(Frame.StateInit init) throws IOException {
		JsonNode params = init.params();
		int more = ((params != null) ? 1 : 0) + (init.complete() ? 1 : 0) + (init.reset() ? 1 : 0);
		this.packer.packMapHeader(4 + more);
		field(Names.STATE, init.state());
		field(Names.VERSION, init.version());
		value(Names.VALUE, init.value());
		field(Names.INITIALIZED, init.initialized());
		optionalParams(params);
		if (init.complete()) {
			field(Names.COMPLETE, true);
		}
		if (init.reset()) {
			field(Names.RESET, true);
		}
	}

	private void delta(Frame.Delta delta) throws IOException {
		String state = delta.state();
		this.packer.packMapHeader((state == null) ? 2 : 3);
		field(Names.VERSION, delta.version());
		this.packer.packString(Names.OPS);
		ops(delta.ops());
		if (state != null) {
			field(Names.STATE, state);
		}
	}

	private void ops(List<DeltaOp> ops) throws IOException {
		this.packer.packArrayHeader(ops.size());
		for (DeltaOp op : ops) {
			boolean withoutValue = op.kind() == DeltaOp.Kind.REMOVE || op.lacksValue();
			this.packer.packMapHeader(withoutValue ? 2 : 3);
			field(Names.OP, op.kind().name());
			field(Names.PATH, op.path());
			if (!withoutValue) {
				value(Names.VALUE, op.value());
			}
		}
	}

	private void call(Frame.Call call) throws IOException {
		this.packer.packMapHeader(3);
		field(Names.CALL_ID, call.callId());
		field(Names.METHOD, call.method());
		this.packer.packString(Names.ARGS);
		if (!(call.args() instanceof ObjectNode args)) {
			throw new IllegalArgumentException("The arguments of a call must be an object");
		}
		// The map of arguments does not count as a level: each of its members may nest as
		// deeply as a value.
		this.packer.packMapHeader(args.size());
		for (Map.Entry<String, JsonNode> argument : args.properties()) {
			text(argument.getKey());
			ValueWriter.write(this.packer, Values.immutable(argument.getValue()));
		}
	}

	private void result(Frame.Result result) throws IOException {
		Integer code = result.code();
		Long version = result.version();
		this.packer.packMapHeader(3 + ((code == null) ? 0 : 1) + ((version == null) ? 0 : 1));
		field(Names.CALL_ID, result.callId());
		field(Names.SUCCESS, result.success());
		value(Names.DATA, result.data());
		if (code != null) {
			field(Names.CODE, code);
		}
		if (version != null) {
			field(Names.VERSION, version);
		}
	}

	private void optionalParams(@Nullable JsonNode params) throws IOException {
		if (params != null) {
			value(Names.PARAMS, params);
		}
	}

	private void value(String name, JsonNode value) throws IOException {
		this.packer.packString(name);
		ValueWriter.write(this.packer, Values.immutable(value));
	}

	private void field(String name, long number) throws IOException {
		this.packer.packString(name).packLong(number);
	}

	private void field(String name, boolean flag) throws IOException {
		this.packer.packString(name).packBoolean(flag);
	}

	private void field(String name, String text) throws IOException {
		this.packer.packString(name);
		text(text);
	}

	private void nullableField(String name, @Nullable String text) throws IOException {
		if (text != null) {
			field(name, text);
		}
		else {
			this.packer.packString(name).packNil();
		}
	}

	private void text(String text) throws IOException {
		if (!Values.isText(text)) {
			throw new IllegalArgumentException("A string with an unpaired surrogate cannot be written as UTF-8");
		}
		this.packer.packString(text);
	}

}
