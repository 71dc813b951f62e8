// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.time.Duration;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.simulation.ScriptedState.Change;
import dev.sodp.simulation.ScriptedState.Entry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * SODP-RS. Its DELTAs name no key, its ERRORs no call, and its snapshot of a deleted key
 * has version 0, also behind a replay that has higher ones.
 */
final class RustPeer extends ScriptedServer {

	private final FrameEncoder encoder = new FrameEncoder();

	private final Capabilities capabilities;

	private final int backpressureLimit;

	/**
	 * Starts the server.
	 * @param capabilities {@link Capabilities#NONE} for a version that advertises nothing
	 */
	RustPeer(SimulatedTime time, History history, ScriptedState state, Duration tokenLifetime,
			Capabilities capabilities, int backpressureLimit) {
		super(time, history, state, tokenLifetime);
		this.capabilities = capabilities;
		this.backpressureLimit = backpressureLimit;
	}

	@Override
	Capabilities capabilities() {
		return this.capabilities;
	}

	@Override
	byte[] hello(boolean auth) {
		byte[] hello = this.encoder
			.encode(new Frame.Hello(Frame.CONTROL_STREAM, 0, null, "0.1", "sodp-rs", auth, this.capabilities));
		return this.capabilities.equals(Capabilities.NONE) ? ForeignFrames.lastFieldNull(hello, "capabilities") : hello;
	}

	/** A second WATCH of a key subscribes twice. */
	@Override
	void watch(ScriptedConnection from, long suggestedStream, String key) {
		long stream = from.newStream();
		from.subscribe(stream, key);
		init(from, stream, key);
	}

	@Override
	void resume(ScriptedConnection from, Frame.Resume frame) {
		long stream = from.newStream();
		from.subscribe(stream, frame.state());
		entry(frame.state()).since(frame.sinceVersion()).forEach((change) -> from.send(delta(stream, change)));
		init(from, stream, frame.state());
	}

	@Override
	byte[] delta(long stream, Change change) {
		return this.encoder.encode(new Frame.Delta(stream, 0, null, change.version(), change.ops()));
	}

	@Override
	void answer(ScriptedConnection from, Frame.Call call, @Nullable Change change) {
		if (change != null) {
			fanOut(change, null);
		}
		result(from, call, ScriptedEdits.version(change));
	}

	@Override
	void refuse(ScriptedConnection from, Frame.Call call, int code, String message) {
		error(from, Frame.CONTROL_STREAM, code, message);
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
	@Nullable Change edit(String method, String key, JsonNode args) {
		Entry entry = entry(key);
		if (method.equals("state.delete")) {
			return entry.exists ? forget(key, nextVersion()) : null;
		}
		return replace(key, ScriptedEdits.apply(entry, ScriptedEdits.ops(method, args)));
	}

	/** Every write has a version of its own, also one that changes nothing. */
	@Override
	Change replace(String key, JsonNode value) {
		return commit(key, nextVersion(), value, ScriptedEdits.difference(entry(key), value));
	}

	/** Clients are told, but the state here does not change. */
	@Override
	void remote(Change change) {
		fanOut(change, null);
	}

	/** A slow client is evicted. */
	@Override
	void send(ScriptedConnection to, long stream, Change change) {
		if (to.queued() >= this.backpressureLimit) {
			evict(to);
		}
		else {
			super.send(to, stream, change);
		}
	}

}
