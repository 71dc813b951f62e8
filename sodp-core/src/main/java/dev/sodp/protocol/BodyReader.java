// SPDX-License-Identifier: Apache-2.0

package dev.sodp.protocol;

import java.util.ArrayList;
import java.util.List;

import dev.sodp.state.DeltaOp;
import dev.sodp.state.ImmutableNodes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads the body of each frame type (protocol section 1). Unknown fields are skipped; of
 * a field that occurs twice the last one counts; nil counts as absent where a field is
 * optional.
 */
final class BodyReader {

	private static final int MAX_EXPECTED = 64;

	private final MessageReader reader;

	private final ValueReader values;

	private final OpsReader ops;

	BodyReader(MessageReader reader, int maxDepth) {
		this.reader = reader;
		this.values = new ValueReader(reader, maxDepth);
		this.ops = new OpsReader(reader, this.values);
	}

	Frame read(FrameHeader header) {
		return switch (header.type()) {
			case FrameTypes.HELLO -> hello(header);
			case FrameTypes.WATCH -> watch(header);
			case FrameTypes.STATE_INIT -> stateInit(header);
			case FrameTypes.DELTA -> delta(header);
			case FrameTypes.CALL -> call(header);
			case FrameTypes.RESULT -> result(header);
			case FrameTypes.ERROR -> error(header);
			case FrameTypes.HEARTBEAT -> {
				this.reader.skip();
				yield new Frame.Heartbeat(header.stream(), header.seq());
			}
			case FrameTypes.RESUME -> resume(header);
			case FrameTypes.AUTH -> auth(header);
			case FrameTypes.AUTH_OK -> authOk(header);
			case FrameTypes.UNWATCH -> new Frame.Unwatch(header.stream(), header.seq(), keys().states());
			default -> {
				this.reader.skip();
				yield new Frame.Unknown(header.stream(), header.seq(), header.type());
			}
		};
	}

	private Frame hello(FrameHeader header) {
		String protocol = null;
		String version = null;
		String server = null;
		boolean auth = false;
		Capabilities capabilities = Capabilities.NONE;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.PROTOCOL -> protocol = optionalText();
				case Names.VERSION -> version = optionalText();
				case Names.SERVER, Names.SERVER_ID -> server = optionalText();
				case Names.AUTH -> auth = !this.reader.tryNil() && this.reader.bool();
				case Names.CAPABILITIES -> capabilities = CapabilitiesCodec.read(this.values.read());
				default -> this.reader.skip();
			}
		}
		return new Frame.Hello(header.stream(), header.seq(), protocol, required(version, Names.VERSION), server, auth,
				capabilities);
	}

	private Frame watch(FrameHeader header) {
		Keys keys = keys();
		return new Frame.Watch(header.stream(), header.seq(), keys.states(), keys.params());
	}

	private record Keys(List<String> states, @Nullable JsonNode params) {
	}

	private Keys keys() {
		List<String> states = List.of();
		String state = null;
		JsonNode params = null;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.STATES -> states = this.reader.tryNil() ? List.of() : texts();
				case Names.STATE -> state = optionalText();
				case Names.PARAMS -> params = optionalValue();
				default -> this.reader.skip();
			}
		}
		if (states.isEmpty()) {
			states = List.of(required(state, "state' or 'states"));
		}
		return new Keys(states, params);
	}

	private List<String> texts() {
		int count = this.reader.arrayHeader("an array of state keys");
		List<String> texts = new ArrayList<>(Math.min(count, MAX_EXPECTED));
		for (int i = 0; i < count; i++) {
			texts.add(this.reader.knownText("a state key"));
		}
		return texts;
	}

	private Frame stateInit(FrameHeader header) {
		String state = null;
		long version = -1;
		JsonNode value = NullNode.getInstance();
		Boolean initialized = null;
		JsonNode params = null;
		boolean complete = false;
		boolean reset = false;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.STATE, Names.KEY -> state = optionalText();
				case Names.VERSION -> version = version();
				case Names.COMPLETE -> complete = !this.reader.tryNil() && this.reader.bool();
				case Names.RESET -> reset = !this.reader.tryNil() && this.reader.bool();
				case Names.VALUE -> value = this.values.read();
				case Names.INITIALIZED -> initialized = this.reader.tryNil() ? null : (Boolean) this.reader.bool();
				case Names.PARAMS -> params = optionalValue();
				default -> this.reader.skip();
			}
		}
		checkPresent(version >= 0, Names.VERSION);
		return new Frame.StateInit(header.stream(), header.seq(), required(state, Names.STATE), version, value,
				(initialized != null) ? initialized : version > 0 || !value.isNull(), params, complete, reset);
	}

	private Frame delta(FrameHeader header) {
		String state = null;
		long version = -1;
		List<DeltaOp> ops = null;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.STATE, Names.KEY -> state = optionalText();
				case Names.VERSION -> version = version();
				case Names.OPS -> ops = this.ops.read();
				default -> this.reader.skip();
			}
		}
		checkPresent(version >= 0, Names.VERSION);
		return new Frame.Delta(header.stream(), header.seq(), state, version, required(ops, Names.OPS));
	}

	private Frame call(FrameHeader header) {
		String callId = null;
		String method = null;
		JsonNode args = ImmutableNodes.object();
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.CALL_ID -> callId = this.reader.text();
				case Names.METHOD -> method = this.reader.knownText("the name of a method");
				case Names.ARGS -> args = this.reader.tryNil() ? ImmutableNodes.object()
						: this.values.readEnvelope("a map of arguments");
				default -> this.reader.skip();
			}
		}
		return new Frame.Call(header.stream(), header.seq(), required(callId, Names.CALL_ID),
				required(method, Names.METHOD), args);
	}

	private Frame result(FrameHeader header) {
		String callId = null;
		Boolean success = null;
		JsonNode data = NullNode.getInstance();
		Integer code = null;
		Long version = null;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.CALL_ID -> callId = this.reader.text();
				case Names.SUCCESS -> success = this.reader.bool();
				case Names.DATA -> data = this.values.read();
				case Names.CODE -> code = this.reader.tryNil() ? null : (Integer) code();
				case Names.VERSION -> version = this.reader.tryNil() ? null : (Long) version();
				default -> this.reader.skip();
			}
		}
		return new Frame.Result(header.stream(), header.seq(), required(callId, Names.CALL_ID),
				required(success, Names.SUCCESS), data, code, version);
	}

	private Frame error(FrameHeader header) {
		int code = -1;
		String message = "";
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.CODE -> code = code();
				case Names.MESSAGE -> message = this.reader.tryNil() ? "" : this.reader.text();
				default -> this.reader.skip();
			}
		}
		checkPresent(code >= 0, Names.CODE);
		return new Frame.Error(header.stream(), header.seq(), code, message);
	}

	private Frame resume(FrameHeader header) {
		String state = null;
		long since = -1;
		JsonNode params = null;
		for (int i = fields(); i > 0; i--) {
			switch (name()) {
				case Names.STATE -> state = optionalText();
				case Names.SINCE_VERSION -> since = version();
				case Names.PARAMS -> params = optionalValue();
				default -> this.reader.skip();
			}
		}
		checkPresent(since >= 0, Names.SINCE_VERSION);
		return new Frame.Resume(header.stream(), header.seq(), required(state, Names.STATE), since, params);
	}

	private Frame auth(FrameHeader header) {
		String token = null;
		for (int i = fields(); i > 0; i--) {
			if (name().equals(Names.TOKEN)) {
				token = this.reader.tryNil() ? null : this.reader.text();
			}
			else {
				this.reader.skip();
			}
		}
		return new Frame.Auth(header.stream(), header.seq(), required(token, Names.TOKEN));
	}

	private Frame authOk(FrameHeader header) {
		String sub = null;
		for (int i = fields(); i > 0; i--) {
			if (name().equals(Names.SUB)) {
				sub = this.reader.tryNil() ? null : this.reader.text();
			}
			else {
				this.reader.skip();
			}
		}
		return new Frame.AuthOk(header.stream(), header.seq(), sub);
	}

	private int fields() {
		return this.reader.mapHeader("a map as body");
	}

	private String name() {
		return this.reader.knownText("the name of a field");
	}

	private @Nullable String optionalText() {
		return this.reader.tryNil() ? null : this.reader.knownText("a text");
	}

	private @Nullable JsonNode optionalValue() {
		return this.reader.tryNil() ? null : this.values.read();
	}

	private long version() {
		return this.reader.unsigned("a version", Long.MAX_VALUE);
	}

	private int code() {
		return (int) this.reader.unsigned("a code", Integer.MAX_VALUE);
	}

	private <T> T required(@Nullable T field, String name) {
		return this.reader.required(field, name);
	}

	private void checkPresent(boolean present, String name) {
		if (!present) {
			throw this.reader.missing(name);
		}
	}

}
