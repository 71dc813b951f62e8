// SPDX-License-Identifier: Apache-2.0

package dev.sodp.server.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.function.Consumer;

import dev.sodp.protocol.CodecLimits;
import dev.sodp.server.CommittedChange;
import dev.sodp.server.SodpIdentity;
import dev.sodp.server.SodpServer;
import dev.sodp.server.SodpServerBuilder;
import dev.sodp.server.SodpServerOptions;
import dev.sodp.server.StateMutation;
import dev.sodp.server.journal.Journal;
import dev.sodp.server.journal.SharedJournal;
import dev.sodp.state.Values;
import dev.sodp.transport.Peer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server engine in one thread, under a manual clock. */
public final class EngineFixture {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	public final ManualClock clock = new ManualClock();

	public final SodpServerOptions options;

	public final ServerEngine engine;

	public final List<CommittedChange> changes = new ArrayList<>();

	/** What is asked of the application. */
	final ManualApplication application = new ManualApplication();

	/** What was too large for a step. */
	private final Queue<Computation> computations = new ArrayDeque<>();

	private int clients;

	public EngineFixture() {
		this((builder) -> {
		});
	}

	public EngineFixture(Consumer<SodpServerBuilder> customizer) {
		this(new MemoryJournal("epoch-1"), customizer);
	}

	public EngineFixture(Journal journal, Consumer<SodpServerBuilder> customizer) {
		SodpServerBuilder builder = SodpServer.builder();
		customizer.accept(builder);
		this.options = builder.options();
		this.engine = new ServerEngine(this.options, this.clock, "life-1", journal, this.computations::add,
				this.application);
		if (journal instanceof SharedJournal shared) {
			shared.share(this.engine.cluster(this.engine::step));
		}
		this.engine.opened(
				journal.open(this.engine.logLimits(), this.engine.recovery(Long.MAX_VALUE), this.engine.answers()),
				() -> {
				});
		this.engine.onChange(this.changes::add);
	}

	/** A client that has read HELLO. */
	public EngineClient connect() {
		EngineClient client = connect(Peer.remote("client-" + (++this.clients)));
		client.read();
		return client;
	}

	public EngineClient connect(Peer peer) {
		return connect(peer, null);
	}

	/** A client that is known, and has not read HELLO. */
	EngineClient connect(Peer peer, @Nullable SodpIdentity identity) {
		return this.engine.open(peer, identity, (session) -> new EngineClient(this.engine, session,
				new FrameReader(this.options.maxValueBytes()), this::compute));
	}

	/** Lets time pass, with every timer at its moment. */
	public void pass(Duration duration) {
		compute();
		long end = this.clock.nanos() + duration.toNanos();
		while (true) {
			OptionalLong next = this.engine.nextTimer();
			if (next.isEmpty() || next.getAsLong() - end > 0) {
				break;
			}
			this.clock.advance(Duration.ofNanos(Math.max(0, next.getAsLong() - this.clock.nanos())));
			this.engine.runTimers();
			compute();
		}
		this.clock.advance(Duration.ofNanos(end - this.clock.nanos()));
	}

	public long set(String key, String json) {
		return mutate(key, Edits.set(json(json)));
	}

	public long setIn(String key, String path, String json) {
		return mutate(key, PathEdits.set(Paths.parse(path), json(json)));
	}

	public long delete(String key) {
		return mutate(key, Edits.delete());
	}

	/** A write of the host that is answered at once. */
	public long mutate(String key, Mutation mutation) {
		Answer answer = new Answer();
		this.engine.host().mutate(key, mutation, null, answer);
		compute();
		return answer.version();
	}

	/** Computes what was too large for a step. */
	public void compute() {
		Computation next = this.computations.poll();
		while (next != null) {
			next.run();
			this.engine.computed(next);
			next = this.computations.poll();
		}
	}

	/** The policy's answers have changed; it is asked again about what prefixes bring. */
	void accessChanged() {
		this.engine.accessChanged().forEach(this.engine::recheckPrefixes);
	}

	/** The loader is done with what it was asked first; null if there is no value. */
	void loaded(@Nullable String json) {
		Load load = this.application.loads().remove();
		load.loaded((json != null) ? json(json) : null);
		answered(load);
	}

	/** The loader fails with what it was asked first. */
	void loadFailed() {
		Load load = this.application.loads().remove();
		load.failed(new IllegalStateException("No database"));
		answered(load);
	}

	/** The interceptor agrees with what it was asked first. */
	void agreed() {
		decided(this.application.interceptions().element().mutation());
	}

	void decided(StateMutation answer) {
		Interception interception = this.application.interceptions().remove();
		interception.decided(answer);
		answered(interception);
	}

	/** The interceptor throws when it is asked. */
	void decidedWith(RuntimeException failure) {
		Interception interception = this.application.interceptions().remove();
		interception.failed(failure);
		answered(interception);
	}

	/** The method that was called first returns. */
	void returned(String json) {
		Invocation invocation = this.application.invocations().remove();
		invocation.returned(json(json));
		answered(invocation);
	}

	/** The method that was called first fails. */
	void returnedWith(Throwable failure) {
		Invocation invocation = this.application.invocations().remove();
		invocation.failed(failure);
		answered(invocation);
	}

	private void answered(ApplicationCall call) {
		this.engine.answered(call);
		compute();
	}

	/** What the engine wants to have computed, for a test that does it itself. */
	Queue<Computation> computations() {
		return this.computations;
	}

	public JsonNode value(String key) {
		return this.engine.host().get(key).orElseThrow().value();
	}

	public long version(String key) {
		return this.engine.host().get(key).orElseThrow().version();
	}

	/** JSON with apostrophes instead of quotation marks, as a state value. */
	public static JsonNode json(String json) {
		return Values.immutable(tree(json));
	}

	/** The same without the limits of a state value. */
	public static JsonNode tree(String json) {
		return MAPPER.readTree(json.replace('\'', '"'));
	}

	public static CodecLimits clientLimits() {
		return CodecLimits.ofFrameBytes(64 * 1024 * 1024);
	}

}
