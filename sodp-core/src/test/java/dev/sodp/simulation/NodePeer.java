// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;
import java.util.List;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.ErrorCode;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.Limit;
import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.simulation.ScriptedState.Entry;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * server-ts. Counts the versions of each key by itself, from 1 again after a removal,
 * computes no differences, and tells in a RESULT nothing but success.
 */
final class NodePeer extends ScriptedServer {

	private static final Capabilities CAPABILITIES = Capabilities.builder()
		.with(Feature.MULTI_WATCH, Feature.PARAMS, Feature.RESUME)
		.limit(Limit.WRITES_PER_SECOND, 50)
		.limit(Limit.WATCHES_PER_SECOND, 10)
		.limit(Limit.BACKPRESSURE, 1024)
		.build();

	private final FrameEncoder encoder = new FrameEncoder();

	NodePeer(SimulatedTime time, History history, ScriptedState state, Duration tokenLifetime) {
		super(time, history, state, tokenLifetime);
	}

	@Override
	Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	byte[] hello(boolean auth) {
		return this.encoder
			.encode(new Frame.Hello(Frame.CONTROL_STREAM, 0, "sodp", "1.0", "sodp-server-ts", auth, CAPABILITIES));
	}

	@Override
	void watch(ScriptedConnection from, long suggestedStream, String key) {
		init(from, streamOf(from, key), key);
	}

	/** A key is subscribed once, whatever the client asks for. */
	private static long streamOf(ScriptedConnection from, String key) {
		if (from.subscriptions(key).isEmpty()) {
			from.subscribe(from.newStream(), key);
		}
		return from.subscriptions(key).get(0).stream();
	}

	@Override
	void resume(ScriptedConnection from, Frame.Resume frame) {
		long stream = streamOf(from, frame.state());
		List<Change> log = entry(frame.state()).log;
		if (!log.isEmpty() && frame.sinceVersion() >= log.get(0).version() - 1) {
			entry(frame.state()).since(frame.sinceVersion()).forEach((change) -> from.send(delta(stream, change)));
		}
		init(from, stream, frame.state());
	}

	@Override
	byte[] delta(long stream, Change change) {
		return this.encoder.encode(new Frame.Delta(stream, 0, change.key(), change.version(), change.ops()));
	}

	@Override
	void answer(ScriptedConnection from, Frame.Call call, @Nullable Change change) {
		if (change != null) {
			fanOut(change, null);
		}
		result(from, call, NullNode.getInstance());
	}

	@Override
	void refuse(ScriptedConnection from, Frame.Call call, int code, String message) {
		from.send(new Frame.Result(Frame.CONTROL_STREAM, 0, call.callId(), false, StringNode.valueOf(message), null));
	}

	@Override
	void rateLimited(ScriptedConnection from, Frame.Call call) {
		error(from, Frame.CONTROL_STREAM, ErrorCode.RATE_LIMITED, "write rate limit exceeded");
	}

	@Override
	long errorStream(long suggestedStream) {
		return Frame.CONTROL_STREAM;
	}

	@Override
	String deniedMessage(String key) {
		return "access denied: " + key;
	}

	@Override
	void checkAlive(ScriptedConnection connection) {
		if (connection.awaitingAnswer) {
			end(connection, 1000, "");
			return;
		}
		connection.awaitingAnswer = true;
		connection.send(new Frame.Heartbeat(Frame.CONTROL_STREAM, 0));
	}

	/** Takes HEARTBEATs as answers and echoes none. */
	@Override
	void heartbeat(ScriptedConnection from) {
		if (!from.awaitingAnswer) {
			throw new AssertionError("The client started a HEARTBEAT");
		}
		from.awaitingAnswer = false;
	}

	@Override
	@Nullable Change edit(String method, String key, JsonNode args) {
		return method.equals("state.delete") ? delete(key) : publish(key, ScriptedEdits.ops(method, args));
	}

	private Change publish(String key, List<DeltaOp> ops) {
		Entry entry = entry(key);
		return commit(key, entry.version + 1, ScriptedEdits.apply(entry, ops), ops);
	}

	/** Also a key that never was, once somebody has asked for it. */
	private Change delete(String key) {
		Change change = forget(key, entry(key).version + 1);
		entry(key).log.clear();
		return change;
	}

	/** Its version becomes that of the key, higher or not. */
	@Override
	void remote(Change change) {
		take(change, ScriptedEdits.apply(entry(change.key()), change.ops()));
		fanOut(change, null);
	}

	@Override
	@Nullable Change replace(String key, JsonNode value) {
		List<DeltaOp> ops = ScriptedEdits.difference(entry(key), value);
		return ops.isEmpty() ? null : publish(key, ops);
	}

}
