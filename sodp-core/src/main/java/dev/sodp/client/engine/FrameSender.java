// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Numbers and sends the frames of one connection after another.
 */
final class FrameSender {

	/** Most bytes of keys in one WATCH or UNWATCH. */
	static final int MAX_KEY_BYTES = 32 * 1024;

	private final ClientHost host;

	private boolean multipleKeys;

	private long seq;

	private long stream;

	FrameSender(ClientHost host) {
		this.host = host;
		connectionOpened();
	}

	/** Whether a stream id was chosen by this client and not by a server. */
	static boolean isSuggested(long stream) {
		return Frame.isSuggested(stream);
	}

	void connectionOpened() {
		this.seq = 0;
		this.multipleKeys = false;
		this.stream = Frame.FIRST_SUGGESTED_STREAM;
	}

	/** What the server of this connection supports is known. */
	void sessionLive(Capabilities capabilities) {
		this.multipleKeys = capabilities.has(Feature.MULTI_WATCH);
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

	/** Sends as few frames as the server allows. */
	void unwatch(Collection<String> keys) {
		List<String> together = new ArrayList<>();
		int bytes = 0;
		for (String key : keys) {
			bytes += maxEncodedBytes(key);
			if (!together.isEmpty() && (!this.multipleKeys || bytes > MAX_KEY_BYTES)) {
				sendUnwatch(together);
				together = new ArrayList<>();
				bytes = maxEncodedBytes(key);
			}
			together.add(key);
		}
		if (!together.isEmpty()) {
			sendUnwatch(together);
		}
	}

	private void sendUnwatch(List<String> keys) {
		this.host.send(new Frame.Unwatch(Frame.CONTROL_STREAM, ++this.seq, keys));
	}

	/** The most that a key can take in a frame. */
	static int maxEncodedBytes(String key) {
		return 5 + 3 * key.length();
	}

	void call(PendingCall<?> call) {
		this.host.send(new Frame.Call(Frame.CONTROL_STREAM, ++this.seq, call.id(), call.method(), call.args()));
	}

}
