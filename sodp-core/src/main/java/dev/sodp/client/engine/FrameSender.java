// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.List;

import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Numbers and sends the frames of one connection after another.
 */
final class FrameSender {

	/**
	 * Far above the ids that servers choose, so that an ERROR on such a stream names its
	 * request.
	 */
	private static final long FIRST_SUGGESTED_STREAM = 1 << 20;

	private final ClientHost host;

	private long seq;

	private long stream;

	FrameSender(ClientHost host) {
		this.host = host;
		connectionOpened();
	}

	/** Whether a stream id was chosen by this client and not by a server. */
	static boolean isSuggested(long stream) {
		return stream >= FIRST_SUGGESTED_STREAM;
	}

	void connectionOpened() {
		this.seq = 0;
		this.stream = FIRST_SUGGESTED_STREAM;
	}

	long nextStream() {
		return this.stream++;
	}

	void auth(String token) {
		this.host.send(new Frame.Auth(Frame.CONTROL_STREAM, ++this.seq, token));
	}

	void heartbeat() {
		this.host.send(new Frame.Heartbeat(Frame.CONTROL_STREAM, ++this.seq));
	}

	void watch(long suggestedStream, List<String> keys, @Nullable JsonNode params) {
		this.host.send(new Frame.Watch(suggestedStream, ++this.seq, keys, params));
	}

	void resume(long suggestedStream, String key, long sinceVersion, @Nullable JsonNode params) {
		this.host.send(new Frame.Resume(suggestedStream, ++this.seq, key, sinceVersion, params));
	}

	void unwatch(List<String> keys) {
		this.host.send(new Frame.Unwatch(Frame.CONTROL_STREAM, ++this.seq, keys));
	}

	void call(PendingCall<?> call) {
		this.host.send(new Frame.Call(Frame.CONTROL_STREAM, ++this.seq, call.id(), call.method(), call.args()));
	}

}
