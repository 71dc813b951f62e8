// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.util.List;

import dev.sodp.client.WatchMeta;
import dev.sodp.client.engine.EngineHarness.Recorder;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameHeader;
import dev.sodp.protocol.FrameTypes;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.DeltaOp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

import static dev.sodp.client.engine.EngineHarness.tree;

/** The server's side of the watch of a prefix, frame by frame. */
final class PrefixWire {

	static final long KEY_STREAM = 17;

	final EngineHarness client;

	PrefixWire(EngineHarness client) {
		this.client = client;
	}

	/** The stream of the last request that named a key or a prefix. */
	long requested(String name) {
		return this.client.sent.stream()
			.filter((frame) -> (frame instanceof Frame.Watch watch && watch.states().contains(name))
					|| (frame instanceof Frame.Resume resume && resume.state().equals(name)))
			.reduce((earlier, later) -> later)
			.orElseThrow()
			.stream();
	}

	void page(String pattern, String key, long version, Object value) {
		this.client.init(requested(pattern), key, version, value);
	}

	void complete(String pattern, long version, boolean reset) {
		this.client.receive(new Frame.StateInit(requested(pattern), 1, pattern, version, NullNode.getInstance(), false,
				null, true, reset));
	}

	void missing(String key) {
		this.client.receive(new Frame.StateInit(KEY_STREAM, 1, key, 0, NullNode.getInstance(), false, null));
	}

	void created(String key, long version, Object value) {
		this.client.delta(KEY_STREAM, key, version, DeltaOp.add("/", tree(value)));
	}

	void updated(String key, long version, Object value) {
		this.client.delta(KEY_STREAM, key, version, DeltaOp.update("/", tree(value)));
	}

	void removed(String key, long version) {
		this.client.delta(KEY_STREAM, key, version, DeltaOp.remove("/"));
	}

	void malformedPage(String pattern, @Nullable String key) {
		malformed(FrameTypes.STATE_INIT, requested(pattern), key);
	}

	void malformedDelta(@Nullable String key) {
		malformed(FrameTypes.DELTA, KEY_STREAM, key);
	}

	private void malformed(int type, long stream, @Nullable String key) {
		this.client.engine.receivedMalformed(this.client.attempt,
				new MalformedFrameException("truncated", 7, new FrameHeader(type, stream, 0), key, null, null));
	}

	/** Two keys in a view that is complete. */
	Recorder live() {
		Recorder game = this.client.watch("game.*");
		page("game.*", "game.a", 1, "one");
		page("game.*", "game.b", 2, "two");
		complete("game.*", 2, false);
		return game;
	}

	/** Requests of a name that were sent since the harness forgot what was sent. */
	long requests(String name) {
		return this.client.sent.stream()
			.filter((frame) -> (frame instanceof Frame.Watch watch && watch.states().contains(name))
					|| (frame instanceof Frame.Resume resume && resume.state().equals(name)))
			.count();
	}

	void pass(Duration duration) {
		this.client.keepAlive(duration);
	}

	static List<String> seen(Recorder recorder) {
		return recorder.events.stream().map((event) -> {
			WatchMeta meta = event.meta();
			return meta.source() + " " + meta.key() + "@" + meta.version() + " "
					+ (meta.initialized() ? event.value() : "gone");
		}).toList();
	}

	/** Reads a key once and writes down what it gets. */
	static final class Read implements FetchSubscriber {

		private final String key;

		@Nullable JsonNode result;

		@Nullable String failure;

		private boolean skipsNext;

		private boolean skipped;

		Read(String key) {
			this.key = key;
		}

		@Override
		public String key() {
			return this.key;
		}

		@Override
		public void accept(KeyEvent event) {
			if (event.meta().source() != WatchMeta.Source.INIT) {
				return;
			}
			this.skipped = this.skipsNext;
			this.skipsNext = false;
			if (!this.skipped) {
				known(event.value());
			}
		}

		@Override
		public void known(JsonNode value) {
			if (this.result == null) {
				this.result = value;
			}
		}

		@Override
		public void skipNextSnapshot() {
			this.skipsNext = true;
		}

		@Override
		public boolean needsAnotherSnapshot() {
			return this.skipped;
		}

		@Override
		public boolean reportsRefusal() {
			return true;
		}

		@Override
		public void ended(String why, @Nullable Throwable cause) {
			this.failure = why;
		}

		@Override
		public void end() {
			this.failure = "ended";
		}

	}

}
