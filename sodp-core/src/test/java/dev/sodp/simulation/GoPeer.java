// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.simulation.ScriptedState.Entry;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * sodp-go. Uses the stream that the client suggests, calls the key of a DELTA {@code key}
 * and leaves out its empty values, sends the RESULT first, advertises neither its limits
 * nor RESUME, and drops what a slow client does not take.
 */
final class GoPeer extends ScriptedServer {

	private static final Set<String> EMPTY = Set.of("", "0", "0.0", "false", "null");

	private final FrameEncoder encoder = new FrameEncoder();

	private final int writesPerSecond;

	private final int queueLimit;

	GoPeer(SimulatedTime time, History history, ScriptedState state, Duration tokenLifetime, int writesPerSecond,
			int queueLimit) {
		super(time, history, state, tokenLifetime);
		this.writesPerSecond = writesPerSecond;
		this.queueLimit = queueLimit;
	}

	@Override
	Capabilities capabilities() {
		return Capabilities.NONE;
	}

	@Override
	OptionalInt writesPerSecond() {
		return OptionalInt.of(this.writesPerSecond);
	}

	@Override
	byte[] hello(boolean auth) {
		return ForeignFrames.rename(
				this.encoder
					.encode(new Frame.Hello(Frame.CONTROL_STREAM, 0, "sodp", "1.0", "ab12cd34", auth, capabilities())),
				"server", "server_id");
	}

	@Override
	void watch(ScriptedConnection from, long suggestedStream, String key) {
		from.subscribe(suggestedStream, key);
		init(from, suggestedStream, key);
	}

	@Override
	void resume(ScriptedConnection from, Frame.Resume frame) {
		throw new AssertionError("Nobody may know that RESUME exists here");
	}

	@Override
	byte[] delta(long stream, Change change) {
		return ForeignFrames.rename(this.encoder.encode(new Frame.Delta(stream, 0, change.key(), change.version(),
				change.ops().stream().map(GoPeer::withoutEmptyValue).toList())), "state", "key");
	}

	private static DeltaOp withoutEmptyValue(DeltaOp op) {
		JsonNode value = op.value();
		boolean empty = value.isContainer() ? value.isEmpty() : EMPTY.contains(value.asString());
		return empty ? DeltaOp.withoutValue(op.kind(), op.path()) : op;
	}

	/** The caller gets its DELTA behind the RESULT, watched or not. */
	@Override
	void answer(ScriptedConnection from, Frame.Call call, @Nullable Change change) {
		result(from, call, ScriptedEdits.version(change));
		if (change != null) {
			send(from, call.stream(), change);
			fanOut(change, from);
		}
	}

	@Override
	void refuse(ScriptedConnection from, Frame.Call call, int code, String message) {
		error(from, call.stream(), (code == ErrorCode.UNKNOWN_METHOD) ? ErrorCode.BAD_REQUEST : code, message);
	}

	@Override
	long errorStream(long suggestedStream) {
		return suggestedStream;
	}

	@Override
	void checkAlive(ScriptedConnection connection) {
		ping(connection);
	}

	@Override
	List<String> methods() {
		return List.of("state.set", "state.patch", "state.set_in", "state.delete", "state.append");
	}

	@Override
	@Nullable Change edit(String method, String key, JsonNode args) {
		return switch (method) {
			case "state.delete" -> entry(key).exists ? forget(key, nextVersion()) : null;
			case "state.append" -> append(key, args);
			default -> replace(key, ScriptedEdits.apply(entry(key), ScriptedEdits.ops(method, args)));
		};
	}

	private Change append(String key, JsonNode args) {
		Entry entry = entry(key);
		JsonNode element = ScriptedEdits.argument(args, "value");
		List<DeltaOp> ops = new ArrayList<>(List.of(DeltaOp.add("/-", element)));
		int length = (entry.value instanceof ArrayNode array) ? array.size() + 1 : 1;
		if (length > ScriptedEdits.argument(args, "max_len").intValue()) {
			ops.add(DeltaOp.remove("/0"));
		}
		return commit(key, nextVersion(), ScriptedEdits.apply(entry, ops), ops);
	}

	@Override
	@Nullable Change replace(String key, JsonNode value) {
		List<DeltaOp> ops = ScriptedEdits.difference(entry(key), value);
		return ops.isEmpty() ? null : commit(key, nextVersion(), value, ops);
	}

	/** What is not newer than the own state is dropped. */
	@Override
	void remote(Change change) {
		Entry entry = entry(change.key());
		if (change.version() > entry.version) {
			take(change, ScriptedEdits.apply(entry, change.ops()));
			reached(change.version());
			fanOut(change, null);
		}
	}

	/** What a slow client does not take is lost. */
	@Override
	void send(ScriptedConnection to, long stream, Change change) {
		if (to.queued() >= this.queueLimit) {
			dropped(change.key());
		}
		else {
			super.send(to, stream, change);
		}
	}

}
