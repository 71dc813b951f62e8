// SPDX-License-Identifier: Apache-2.0

package dev.sodp.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;

/**
 * One session of a scripted server.
 */
final class ScriptedConnection implements SimulatedPeer.ServerEnd {

	final SimulatedPeer.Receiver client;

	final Window watches = new Window();

	final Window writes = new Window();

	boolean authenticated;

	/** Whether the last ping or HEARTBEAT still waits for its answer. */
	boolean awaitingAnswer;

	private final ScriptedServer server;

	private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

	private final FrameEncoder encoder = new FrameEncoder();

	private final List<Subscription> subscriptions = new ArrayList<>();

	private final Queue<byte[]> queue = new ArrayDeque<>();

	private long nextStream = 10;

	ScriptedConnection(ScriptedServer server, SimulatedPeer.Receiver client) {
		this.server = server;
		this.client = client;
	}

	long newStream() {
		return this.nextStream++;
	}

	void subscribe(long stream, String key) {
		this.subscriptions.add(new Subscription(stream, key));
	}

	void unsubscribe(String key) {
		this.subscriptions.removeIf((subscription) -> subscription.key().equals(key));
	}

	List<Subscription> subscriptions(String key) {
		return this.subscriptions.stream().filter((subscription) -> subscription.key().equals(key)).toList();
	}

	void send(Frame frame) {
		send(this.encoder.encode(frame));
	}

	void send(byte[] frame) {
		this.queue.add(frame);
		resume();
	}

	int queued() {
		return this.queue.size();
	}

	@Override
	public void received(byte[] message) {
		if (this.server.isOpen(this)) {
			this.server.received(this, this.decoder.decode(ByteBuffer.wrap(message)));
		}
	}

	@Override
	public void resume() {
		while (!this.queue.isEmpty() && this.client.isWritable()) {
			this.client.write(this.queue.remove());
		}
	}

	@Override
	public void closed() {
		this.server.closed(this);
	}

	record Subscription(long stream, String key) {
	}

	/** Counts requests in fixed windows of a second. */
	static final class Window {

		private static final long SECOND = 1_000_000_000;

		private long start;

		private int count;

		boolean admits(OptionalInt limit, long now) {
			if (now - this.start >= SECOND) {
				this.start = now;
				this.count = 0;
			}
			return limit.isEmpty() || ++this.count <= limit.getAsInt();
		}

	}

}
