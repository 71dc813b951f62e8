// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.nio.ByteBuffer;
import java.util.List;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.state.Deltas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * Watches one key as the published clients do: takes every delta in the order of its
 * arrival, whatever its version, and builds what is missing.
 */
final class PublishedClient implements SimulatedPeer.Receiver {

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.DEFAULT);

	private final FrameEncoder encoder = new FrameEncoder();

	private final SimulatedPeer.ServerEnd server;

	private JsonNode value = NullNode.getInstance();

	PublishedClient(SimulatedPeer server, String key) {
		this.server = server.open(this);
		this.server.received(this.encoder.encode(new Frame.Watch(100, 1, List.of(key), null)));
	}

	JsonNode value() {
		return this.value;
	}

	@Override
	public boolean isWritable() {
		return true;
	}

	@Override
	public void write(byte[] frame) {
		Frame received = this.decoder.decode(ByteBuffer.wrap(frame));
		if (received instanceof Frame.StateInit init) {
			this.value = init.value();
		}
		else if (received instanceof Frame.Delta delta) {
			this.value = Deltas.apply(this.value, delta.ops());
		}
		else if (received instanceof Frame.Heartbeat) {
			this.server.received(this.encoder.encode(new Frame.Heartbeat(Frame.CONTROL_STREAM, 2)));
		}
	}

	@Override
	public void ping(Runnable pong) {
		pong.run();
	}

	@Override
	public void close(int code, String reason) {
		throw new AssertionError("Closed with code " + code + " " + reason);
	}

}
