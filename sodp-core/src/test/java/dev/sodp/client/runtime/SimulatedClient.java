// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.AsyncWatchCallback;
import dev.sodp.client.ClientError;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClientBuilder;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpRejectedException;
import dev.sodp.client.engine.ClientEngine;
import dev.sodp.client.engine.ClientHost;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.client.engine.PendingCall;
import dev.sodp.client.engine.PendingUpdate;
import dev.sodp.client.engine.Subscriber;
import dev.sodp.protocol.CodecLimits;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameDecoder;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.simulation.Sabotage;
import dev.sodp.simulation.SimulatedNetwork;
import dev.sodp.simulation.SimulatedTime;
import dev.sodp.state.ImmutableNodes;
import dev.sodp.state.StateKeys;
import dev.sodp.transport.LinkEnd;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * The client's engine in a simulation.
 */
public final class SimulatedClient implements ClientHost {

	/** When the answer to an earlier request for a token arrives after the latest one. */
	private static final Duration LATE = Duration.ofMillis(20);

	private final SimulatedTime time;

	private final SplittableRandom random;

	private final SimulatedNetwork network;

	private final ClientEngine engine;

	private final FrameEncoder encoder = new FrameEncoder();

	private final Map<String, Watch> watches = new HashMap<>();

	private final List<SimulatedPrefixWatch> prefixWatches = new ArrayList<>();

	private final SimulatedPrefixWatch.Host prefixHost = new PrefixHost();

	private final Predicate<String> bearable;

	private final Sabotage sabotage;

	/** Calls that a sabotaged client sends although it said that it did not. */
	private final List<PendingCall<?>> sentLater = new ArrayList<>();

	private SimulatedNetwork.@Nullable Pipe pipe;

	private SimulatedNetwork.@Nullable Pipe keptPipe;

	private long alarm = Long.MAX_VALUE;

	/** How long its tokens say that they are good for; zero if they say nothing. */
	private final Duration tokenLifetime;

	private int tokens;

	private String latestToken = "none yet";

	private boolean tokensHealed;

	private boolean askedAgain;

	/**
	 * Creates and starts a client.
	 * @param bearable the messages of CODEC errors that a server may cause
	 * @param tokenLifetime how long its tokens say that they are good for; zero if they
	 * say nothing
	 */
	public SimulatedClient(SimulatedTime time, SplittableRandom random, SimulatedNetwork network,
			Predicate<String> bearable, Sabotage sabotage, Duration tokenLifetime,
			Consumer<SodpClientBuilder> customizer) {
		this.bearable = bearable;
		this.tokenLifetime = tokenLifetime;
		this.sabotage = sabotage;
		this.time = time;
		this.random = random;
		this.network = network;
		SodpClientBuilder builder = new SodpClientBuilder("ws://simulated");
		customizer.accept(builder);
		this.engine = new ClientEngine(builder.options(), this, random.split());
		this.engine.start();
		settle();
	}

	// The application

	public void watch(String key, DeliveryMode mode, AsyncStateChangeListener<JsonNode> listener) {
		Watch watch = new Watch(key, mode, listener);
		if (this.watches.putIfAbsent(key, watch) == null) {
			this.engine.watch(List.of(watch.delivery), null);
			settle();
		}
	}

	public void unwatch(String key) {
		Watch watch = this.watches.remove(key);
		if (watch != null) {
			watch.delivery.end();
			this.engine.release(List.of(watch.delivery));
			settle();
		}
	}

	/** Watches all keys with a prefix; the listener gets the steps of each. */
	public SimulatedPrefixWatch watchPrefix(String pattern, DeliveryMode mode,
			AsyncStateChangeListener<JsonNode> listener) {
		return watch(SimulatedPrefixWatch.ofSteps(pattern, mode, listener, this.prefixHost));
	}

	/** Watches all keys with a prefix; the callback gets the values of each. */
	public SimulatedPrefixWatch watchPrefix(String pattern, DeliveryMode mode, AsyncWatchCallback<JsonNode> callback) {
		return watch(SimulatedPrefixWatch.ofValues(pattern, mode, callback, this.prefixHost));
	}

	private SimulatedPrefixWatch watch(SimulatedPrefixWatch watch) {
		this.prefixWatches.add(watch);
		this.engine.watch(List.of(watch.delivery()), null);
		settle();
		return watch;
	}

	public void unwatch(SimulatedPrefixWatch watch) {
		if (this.prefixWatches.remove(watch)) {
			watch.delivery().end();
			this.engine.release(List.of(watch.delivery()));
			settle();
		}
	}

	/** Ends all watches of a prefix at once. */
	public void unwatchPrefix(String pattern) {
		if (this.prefixWatches.removeIf((watch) -> watch.pattern().equals(pattern))) {
			this.engine.unwatch(pattern);
			settle();
		}
	}

	/**
	 * Waits for the next version of a key; checks that it is there when the wait ends.
	 */
	public CompletableFuture<Void> awaitNext(String key, Duration timeout) {
		long version = this.engine.keyStatus(key).map(KeyStatus::version).orElse(0L) + 1;
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.engine.await(key, version, timeout, future);
		settle();
		return future.thenRun(() -> {
			if (!shows(key, version)) {
				throw new AssertionError("A wait for version " + version + " of " + key + " ended too early");
			}
		});
	}

	/** Whether a key is live and older than a version. */
	public boolean lacks(String key, long version) {
		return this.engine.keyStatus(key)
			.filter((status) -> status.state() == KeyState.LIVE && status.version() < version)
			.isPresent();
	}

	/**
	 * A key that a prefix does not mention does not exist at the version of the prefix.
	 */
	private boolean shows(String key, long version) {
		return this.engine.keyStatus(key)
			.map((status) -> status.version() >= version)
			.orElseGet(() -> this.prefixWatches.stream()
				.map(SimulatedPrefixWatch::pattern)
				.filter((pattern) -> key.startsWith(StateKeys.prefix(pattern)))
				.anyMatch((pattern) -> shows(pattern, version)));
	}

	private boolean isWanted(String name) {
		return this.watches.containsKey(name)
				|| this.prefixWatches.stream().anyMatch((watch) -> watch.pattern().equals(name));
	}

	/** Whether it has requested something anew in this session that is still wanted. */
	public boolean hasAskedAgain() {
		return this.askedAgain;
	}

	public CompletableFuture<JsonNode> call(String method, Map<String, JsonNode> args) {
		CompletableFuture<JsonNode> future = this.engine.call(method, ImmutableNodes.object(args), Function.identity())
			.future();
		settle();
		return future;
	}

	/** The version of a key as far as it is known here, 0 if it does not exist. */
	public long version(String key) {
		return this.engine.keyStatus(key).filter(KeyStatus::initialized).map(KeyStatus::version).orElse(0L);
	}

	public CompletableFuture<JsonNode> update(String key, UnaryOperator<JsonNode> function) {
		PendingUpdate<JsonNode> update = this.engine.update(key, (current) -> {
			JsonNode next = function.apply(current);
			return new PendingUpdate.Next<>(next, next);
		}, (ended) -> this.time.after(Duration.ZERO, () -> {
			this.engine.end(ended);
			settle();
		}));
		settle();
		CompletableFuture<JsonNode> written = new CompletableFuture<>();
		update.future().whenComplete((result, failure) -> {
			if (failure != null) {
				written.completeExceptionally(failure);
			}
			else {
				written.complete(result.value());
			}
		});
		return written;
	}

	public CompletableFuture<JsonNode> presence(String key, String path, JsonNode value) {
		ObjectNode args = ImmutableNodes.object(new LinkedHashMap<>(
				Map.of("state", StringNode.valueOf(key), "path", StringNode.valueOf(path), "value", value)));
		PendingCall<JsonNode> call = this.engine.presence(args, Function.identity());
		call.future().whenComplete((result, failure) -> {
			if (failure instanceof SodpNotSentException || failure instanceof SodpRejectedException) {
				// As an application would that still wants it.
				this.time.after(Duration.ofMillis(100), () -> presence(key, path, value));
			}
		});
		settle();
		return call.future();
	}

	/** From now on there is a token for whoever asks. */
	public void healTokens() {
		this.tokensHealed = true;
	}

	public void close() {
		this.engine.close();
	}

	public ConnectionStatus status() {
		return this.engine.status();
	}

	public List<SimulatedPrefixWatch> prefixWatches() {
		return this.prefixWatches;
	}

	/** The state of a key or a prefix; empty if it is not watched. */
	public Optional<KeyState> state(String name) {
		return this.engine.keyStatus(name).map(KeyStatus::state);
	}

	/** The names of what the application watches, by the engine's account. */
	public List<String> statusNames() {
		return this.engine.keyStatuses().stream().map(KeyStatus::key).toList();
	}

	/** The local values of all keys with a prefix. */
	public Map<String, JsonNode> values(String prefix) {
		return this.engine.values(prefix);
	}

	public Set<String> watched() {
		return this.watches.keySet();
	}

	/** Checks that each watch was told of every event, and of the last value last. */
	public void checkDelivered() {
		this.watches.values().forEach(Watch::check);
		this.prefixWatches.forEach(SimulatedPrefixWatch::check);
	}

	public @Nullable JsonNode value(String key) {
		return this.engine.value(key);
	}

	// The engine's host

	private void settle() {
		long next = this.engine.nextDeadline();
		if (next < this.alarm) {
			this.alarm = next;
			this.time.at(next, () -> {
				if (this.alarm == next) {
					this.alarm = Long.MAX_VALUE;
					this.engine.onTimer();
					settle();
				}
			});
		}
	}

	@Override
	public long nanoTime() {
		return this.time.nanos();
	}

	@Override
	public Instant now() {
		return this.time.instant();
	}

	@Override
	public void obtainToken(long attempt) {
		int behaviour = this.tokensHealed ? 19 : this.random.nextInt(20);
		String before = this.latestToken;
		this.time.after(Duration.ofMillis(this.random.nextInt(50)), () -> {
			if (behaviour == 0) {
				this.engine.tokenFailed(attempt, new IllegalStateException("no token today"));
			}
			else if (behaviour != 1) {
				this.engine.tokenObtained(attempt, nextToken());
			}
			if (behaviour == 2 || behaviour == 3) {
				this.time.after(LATE, () -> {
					this.engine.tokenObtained(attempt, before);
					settle();
				});
			}
			settle();
		});
	}

	private String nextToken() {
		this.latestToken = createToken();
		return this.latestToken;
	}

	private String createToken() {
		String name = "token-" + this.tokens++;
		if (this.tokenLifetime.isZero()) {
			return name;
		}
		Instant expiry = this.time.instant().plus(this.tokensHealed ? Duration.ofDays(1) : this.tokenLifetime);
		String claims = "{\"sub\":\"" + name + "\",\"exp\":" + expiry.getEpochSecond() + "}";
		return "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".sig";
	}

	@Override
	public void open(long attempt) {
		this.askedAgain = false;
		this.pipe = this.network.connect(new End(attempt));
	}

	@Override
	public void send(Frame frame) {
		this.askedAgain |= frame instanceof Frame.Unwatch unwatch && unwatch.states().stream().anyMatch(this::isWanted);
		Objects.requireNonNull(this.pipe).send(this.encoder.encode(frame));
	}

	@Override
	public void ping() {
		Objects.requireNonNull(this.pipe).ping();
	}

	@Override
	public void closeLink(int code, String reason) {
		if (this.pipe != null) {
			this.pipe.abandon();
			this.pipe = null;
		}
	}

	@Override
	public void abortLink() {
		closeLink(1006, "");
	}

	@Override
	public void keepLink() {
		this.keptPipe = this.pipe;
		this.pipe = null;
	}

	@Override
	public void closeKeptLink() {
		if (this.keptPipe != null) {
			this.keptPipe.abandon();
			this.keptPipe = null;
		}
	}

	@Override
	public void stateChanged(ConnectionState previous) {
	}

	@Override
	public void sessionReady() {
		sendLater();
	}

	private void sendLater() {
		for (PendingCall<?> call : this.sentLater) {
			send(new Frame.Call(Frame.CONTROL_STREAM, 0, call.id(), call.method(), call.args()));
		}
		this.sentLater.clear();
	}

	@Override
	public void neverReady(Throwable reason) {
	}

	@Override
	public <T> void complete(PendingCall<T> call, JsonNode data) {
		call.complete(data);
	}

	@Override
	public void fail(PendingCall<?> call, Throwable reason) {
		if (this.sabotage.sendsWhatTimedOut() && reason instanceof SodpNotSentException) {
			this.sentLater.add(call);
		}
		call.future().completeExceptionally(reason);
	}

	@Override
	public void compute(PendingUpdate<?> update, JsonNode current) {
		this.time.after(Duration.ofNanos(this.random.nextInt(10_000_000)), () -> computeNow(update, current));
	}

	private <T> void computeNow(PendingUpdate<T> update, JsonNode current) {
		this.engine.computed(update, update.compute(current));
		settle();
	}

	@Override
	public void settle(Runnable completion) {
		completion.run();
	}

	@Override
	public void deliver(Subscriber subscriber, KeyEvent event) {
		subscriber.accept(event);
		if (subscriber instanceof PrefixDelivery<?> delivery) {
			this.prefixWatches.stream()
				.filter((watch) -> watch.delivery() == delivery)
				.forEach((watch) -> watch.handed(event));
			delivery.wake(event.meta().key());
		}
		if (!(subscriber instanceof Delivery<?> delivery)) {
			return;
		}
		Watch watch = this.watches.get(delivery.key());
		if (watch != null && watch.delivery == delivery) {
			watch.handed++;
			watch.latest = event.value();
		}
		delivery.wake();
	}

	@Override
	public void denied(String key, int code, String message) {
	}

	@Override
	public void report(ClientError error) {
		if (error.source() == ClientError.Source.CODEC && !this.bearable.test(error.message())) {
			throw new AssertionError("The server sent what cannot be applied: " + error, error.cause());
		}
		if (error.source() == ClientError.Source.CALLBACK) {
			throw new AssertionError(String.valueOf(error.cause()), error.cause());
		}
	}

	/** As a pool whose threads are sometimes busy. */
	private void execute(Runnable task) {
		int micros = (this.random.nextInt(20) == 0) ? this.random.nextInt(50_000) : 1;
		this.time.after(Duration.ofNanos(1_000L * micros), task);
	}

	private final class PrefixHost implements SimulatedPrefixWatch.Host {

		@Override
		public void execute(Runnable task) {
			SimulatedClient.this.execute(task);
		}

		@Override
		public long nanoTime() {
			return SimulatedClient.this.nanoTime();
		}

		@Override
		public void report(ClientError error) {
			SimulatedClient.this.report(error);
		}

	}

	private final class End implements SimulatedNetwork.ClientEnd {

		private final long attempt;

		private final FrameDecoder decoder = new FrameDecoder(CodecLimits.ofFrameBytes(1024 * 1024));

		private End(long attempt) {
			this.attempt = attempt;
		}

		@Override
		public void opened() {
			SimulatedClient.this.engine.linkOpened(this.attempt);
			settle();
		}

		@Override
		public void received(byte[] message) {
			try {
				Frame frame = this.decoder.decode(ByteBuffer.wrap(message));
				SimulatedClient.this.sabotage.received(frame)
					.forEach((seen) -> SimulatedClient.this.engine.received(this.attempt, seen, message.length));
			}
			catch (MalformedFrameException ex) {
				throw new AssertionError("The server sent a malformed frame", ex);
			}
			settle();
		}

		@Override
		public void alive() {
			SimulatedClient.this.engine.linkAlive(this.attempt);
			settle();
		}

		@Override
		public void closed(String reason) {
			SimulatedClient.this.engine.linkClosed(this.attempt, LinkEnd.closed(1006, reason));
			settle();
		}

	}

	/** An application's watch, and what has become of its events. */
	private final class Watch {

		private final Delivery<JsonNode> delivery;

		private int handed;

		private int told;

		private @Nullable JsonNode latest;

		private @Nullable JsonNode lastTold;

		private Watch(String key, DeliveryMode mode, AsyncStateChangeListener<JsonNode> listener) {
			this.delivery = new Delivery<>(key, (tree, ops) -> tree, new ChangeTarget<>((change) -> {
				this.told += 1 + change.meta().merged();
				this.lastTold = change.current();
				return listener.onChange(change);
			}), mode, SimulatedClient.this::execute, new DeliveryMeter(SimulatedClient.this::nanoTime),
					SimulatedClient.this::report, (closed) -> {
					});
		}

		private void check() {
			if (this.told != this.handed || this.lastTold != this.latest) {
				throw new AssertionError("The watch of " + this.delivery.key() + " was told of " + this.told
						+ " events of " + this.handed + ", and last " + this.lastTold + " instead of " + this.latest);
			}
		}

	}

}
