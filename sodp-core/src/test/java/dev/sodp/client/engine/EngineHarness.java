// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.protocol.Capabilities;
import dev.sodp.protocol.Feature;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.Limit;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.TreeWriter;
import dev.sodp.state.Values;
import dev.sodp.transport.LinkEnd;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link ClientEngine} in one thread under a clock that the test moves, with everything
 * it asks for written down.
 */
public final class EngineHarness implements ClientHost {

	public static final Capabilities FULL = Capabilities.builder()
		.with(Feature.values())
		.limit(Limit.BACKPRESSURE, 1024)
		.epoch("epoch-1")
		.build();

	/** A server that may send what a snapshot does not contain before the snapshot. */
	static final Capabilities WITHOUT_HISTORY = FULL.toBuilder().epoch(null).build();

	public static final JsonMapper JSON = JsonMapper.shared();

	public final List<Frame> sent = new ArrayList<>();

	public final List<ConnectionState> states = new ArrayList<>();

	public final List<ClientError> errors = new ArrayList<>();

	public final List<String> denied = new ArrayList<>();

	public final ClientEngine engine;

	public long time;

	public long attempt;

	public int opened;

	public int tokensAsked;

	public int pings;

	public int closes;

	/** Links that were kept at a hand-over and not closed yet. */
	public int kept;

	public int aborts;

	/** Functions of updates that the application has not run yet. */
	public final Queue<Runnable> computing = new ArrayDeque<>();

	public boolean ready;

	@Nullable Throwable neverReady;

	private long seq;

	public EngineHarness() {
		this((builder) -> {
		});
	}

	public EngineHarness(Consumer<SodpClientBuilder> customizer) {
		SodpClientBuilder builder = new SodpClientBuilder("ws://localhost:7777");
		customizer.accept(builder);
		this.engine = new ClientEngine(builder.options(), this, new SplittableRandom(42));
	}

	/** Starts and goes through HELLO without authentication. */
	public EngineHarness live(Capabilities capabilities) {
		this.engine.start();
		hello(capabilities, false);
		return this;
	}

	public EngineHarness live() {
		return live(FULL);
	}

	/** The link opens and the server greets. */
	public void hello(Capabilities capabilities, boolean auth) {
		this.engine.linkOpened(this.attempt);
		receive(new Frame.Hello(0, ++this.seq, "sodp", "1.0", "test", auth, capabilities));
	}

	public void receive(Frame frame) {
		this.engine.received(this.attempt, frame, new FrameEncoder().encode(frame).length);
	}

	public void loseLink() {
		this.engine.linkClosed(this.attempt, LinkEnd.closed(1006, "cut"));
	}

	/** Loses the link and comes back live after the back-off. */
	public void reconnect(Capabilities capabilities) {
		loseLink();
		this.sent.clear();
		advance(this.engine.status().nextAttempt());
		hello(capabilities, false);
	}

	public void init(long stream, String key, long version, Object value) {
		receive(new Frame.StateInit(stream, ++this.seq, key, version, tree(value), true, null));
	}

	public void delta(long stream, @Nullable String key, long version, DeltaOp... ops) {
		receive(new Frame.Delta(stream, ++this.seq, key, version, List.of(ops)));
	}

	public void error(long stream, int code, String message) {
		receive(new Frame.Error(stream, ++this.seq, code, message));
	}

	public void result(Frame.Call call, @Nullable Object data) {
		receive(new Frame.Result(0, ++this.seq, call.callId(), true, tree(data), null));
	}

	/** Lets time pass, stopping at each deadline on the way. */
	public void advance(Duration duration) {
		long end = this.time + duration.toNanos();
		while (this.engine.nextDeadline() <= end) {
			this.time = Math.max(this.time, this.engine.nextDeadline());
			this.engine.onTimer();
		}
		this.time = end;
	}

	/** Lets time pass on a link that shows signs of life. */
	public void keepAlive(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.engine.linkAlive(this.attempt);
			advance(Duration.ofSeconds(1));
		}
	}

	public Recorder watch(String... keys) {
		Recorder first = new Recorder(keys[0]);
		List<Recorder> all = new ArrayList<>(List.of(first));
		for (int i = 1; i < keys.length; i++) {
			all.add(new Recorder(keys[i]));
		}
		this.engine.watch(all, null);
		return first;
	}

	public CompletableFuture<JsonNode> set(String key, Object value) {
		ObjectNode args = JSON.createObjectNode().put("state", key);
		args.set("value", tree(value));
		return this.engine.call("state.set", args, Function.identity()).future();
	}

	public <F extends Frame> List<F> sent(Class<F> type) {
		return this.sent.stream().filter(type::isInstance).map(type::cast).toList();
	}

	public <F extends Frame> F lastSent(Class<F> type) {
		List<F> all = sent(type);
		return all.get(all.size() - 1);
	}

	public ConnectionState state() {
		return this.engine.state();
	}

	public KeyState keyState(String key) {
		return this.engine.keyStatus(key).orElseThrow().state();
	}

	public static JsonNode tree(@Nullable Object value) {
		return new TreeWriter(JSON).write(value);
	}

	public static JsonNode json(String text) {
		return Values.immutable(JSON.readTree(text.replace('\'', '"')));
	}

	@Override
	public long nanoTime() {
		return this.time;
	}

	@Override
	public Instant now() {
		return Instant.EPOCH.plusNanos(this.time);
	}

	@Override
	public void obtainToken(long newAttempt) {
		this.attempt = newAttempt;
		this.tokensAsked++;
	}

	@Override
	public void open(long newAttempt) {
		this.attempt = newAttempt;
		this.opened++;
	}

	@Override
	public void send(Frame frame) {
		this.sent.add(frame);
	}

	@Override
	public void ping() {
		this.pings++;
	}

	@Override
	public void closeLink(int code, String reason) {
		this.closes++;
	}

	@Override
	public void abortLink() {
		this.aborts++;
	}

	@Override
	public void keepLink() {
		this.kept++;
	}

	@Override
	public void closeKeptLink() {
		this.kept--;
	}

	@Override
	public void stateChanged(ConnectionState previous) {
		this.states.add(this.engine.state());
	}

	@Override
	public void sessionReady() {
		this.ready = true;
	}

	@Override
	public void neverReady(Throwable reason) {
		this.neverReady = reason;
	}

	@Override
	public <T> void complete(PendingCall<T> call, JsonNode data) {
		call.complete(data);
	}

	@Override
	public void fail(PendingCall<?> call, Throwable reason) {
		call.future().completeExceptionally(reason);
	}

	@Override
	public void compute(PendingUpdate<?> update, JsonNode current) {
		this.computing.add(() -> computeNow(update, current));
	}

	private <T> void computeNow(PendingUpdate<T> update, JsonNode current) {
		PendingUpdate.Next<T> next;
		try {
			next = update.compute(current);
		}
		catch (RuntimeException ex) {
			this.engine.notComputed(update, ex);
			return;
		}
		this.engine.computed(update, next);
	}

	@Override
	public void settle(Runnable completion) {
		completion.run();
	}

	@Override
	public void deliver(Subscriber subscriber, KeyEvent event) {
		subscriber.accept(event);
	}

	@Override
	public void denied(String key, int code, String message) {
		this.denied.add(key + " " + code + " " + message);
	}

	@Override
	public void report(ClientError error) {
		this.errors.add(error);
	}

	/** Writes down the events of a key. */
	public static final class Recorder implements Subscriber {

		private final String key;

		final List<KeyEvent> events = new ArrayList<>();

		boolean ended;

		Recorder(String key) {
			this.key = key;
		}

		@Override
		public String key() {
			return this.key;
		}

		@Override
		public void accept(KeyEvent event) {
			this.events.add(event);
		}

		@Override
		public void end() {
			this.ended = true;
		}

		KeyEvent last() {
			return this.events.get(this.events.size() - 1);
		}

		/** The events as text: source, version, value. */
		List<String> seen() {
			return this.events.stream()
				.map((event) -> event.meta().source() + "@" + event.meta().version() + " " + event.value())
				.toList();
		}

	}

}
