package dev.sodp.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.state.Values;
import dev.sodp.transport.Peer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server engine in one thread, under a manual clock. */
final class EngineFixture {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	final ManualClock clock = new ManualClock();

	final SodpServerOptions options;

	final ServerEngine engine;

	final List<StateChange> changes = new ArrayList<>();

	private int clients;

	EngineFixture() {
		this((builder) -> {
		});
	}

	EngineFixture(Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		this.options = builder.options();
		this.engine = new ServerEngine(this.options, this.clock, "epoch-1");
		this.engine.onChange(this.changes::add);
	}

	/** A client that has read HELLO. */
	EngineClient connect() {
		EngineClient client = connect(Peer.remote("client-" + (++this.clients)));
		client.read();
		return client;
	}

	EngineClient connect(Peer peer) {
		return this.engine.open(peer,
				(session) -> new EngineClient(this.engine, session, new FrameReader(this.options.maxValueBytes())));
	}

	/** Lets time pass, with every timer at its moment. */
	void pass(Duration duration) {
		long end = this.clock.nanos() + duration.toNanos();
		while (true) {
			OptionalLong next = this.engine.nextTimer();
			if (next.isEmpty() || next.getAsLong() - end > 0) {
				break;
			}
			this.clock.advance(Duration.ofNanos(Math.max(0, next.getAsLong() - this.clock.nanos())));
			this.engine.runTimers();
		}
		this.clock.advance(Duration.ofNanos(end - this.clock.nanos()));
	}

	long set(String key, String json) {
		return this.engine.mutate(key, Edits.set(json(json)));
	}

	long setIn(String key, String path, String json) {
		return this.engine.mutate(key, PathEdits.set(Paths.parse(path), json(json)));
	}

	long delete(String key) {
		return this.engine.mutate(key, Edits.delete());
	}

	JsonNode value(String key) {
		return this.engine.get(key).orElseThrow().value();
	}

	long version(String key) {
		return this.engine.get(key).orElseThrow().version();
	}

	/** JSON with apostrophes instead of quotation marks, as a state value. */
	static JsonNode json(String json) {
		return Values.immutable(tree(json));
	}

	/** The same without the limits of a state value. */
	static JsonNode tree(String json) {
		return MAPPER.readTree(json.replace('\'', '"'));
	}

	static CodecLimits clientLimits() {
		return CodecLimits.ofFrameBytes(64 * 1024 * 1024);
	}

}
