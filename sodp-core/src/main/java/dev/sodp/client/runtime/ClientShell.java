// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sodp.client.ClientError;
import dev.sodp.client.ClientEventListener;
import dev.sodp.client.ClientStatistics;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpNotSentException;
import dev.sodp.client.SodpTokenProvider;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.engine.ClientCounters;
import dev.sodp.client.engine.ClientEngine;
import dev.sodp.client.engine.ClientHost;
import dev.sodp.client.engine.KeyEvent;
import dev.sodp.client.engine.PendingCall;
import dev.sodp.client.engine.PendingUpdate;
import dev.sodp.client.engine.Subscriber;
import dev.sodp.internal.FrameLog;
import dev.sodp.protocol.Frame;
import dev.sodp.protocol.FrameEncoder;
import dev.sodp.protocol.MalformedFrameException;
import dev.sodp.state.ValueConverter;
import dev.sodp.transport.ConnectRequest;
import dev.sodp.transport.JdkTransport;
import dev.sodp.transport.Link;
import dev.sodp.transport.LinkEnd;
import dev.sodp.transport.Transport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives a {@link ClientEngine} its socket, threads and clock. Every event becomes one of
 * its {@link EngineSteps}; anything that could run application code is done after the
 * step, and always on an executor.
 */
final class ClientShell implements ClientHost {

	private final SodpClientOptions options;

	private final Transport transport;

	private final ClientEngine engine;

	private final EngineSteps steps;

	private final ClientCounters counters;

	private final DeliveryMeter deliveryMeter = new DeliveryMeter(this::nanoTime);

	private final Readiness readiness;

	private final Notifier notifier;

	private final ClientThreads threads = ClientThreads.shared();

	private final Executor callbackExecutor;

	private final FrameEncoder encoder = new FrameEncoder();

	private final Clock clock = Clock.systemUTC();

	private final long origin = System.nanoTime();

	private final TokenRequests tokenRequests = new TokenRequests(this::runSoon);

	/** Subscriptions that have ended and are still known to the engine. */
	private final Queue<Subscriber> over = new ConcurrentLinkedQueue<>();

	private @Nullable Link link;

	/** That of the session before, until this one has taken over. */
	private @Nullable Link keptLink;

	ClientShell(SodpClientOptions options, SodpClient client) {
		this.options = options;
		this.transport = (options.transport() != null) ? options.transport()
				: new JdkTransport(options.sslContext(), options.proxySelector());
		this.callbackExecutor = (options.callbackExecutor() != null) ? options.callbackExecutor()
				: this.threads.callbacks();
		this.notifier = new Notifier(options, this.callbackExecutor);
		this.readiness = new Readiness(client, this::runSoon);
		this.engine = new ClientEngine(options, this, new SplittableRandom());
		this.steps = new EngineSteps(this.engine::nextDeadline, this.engine::onTimer, this::nanoTime);
		this.counters = this.engine.counters();
	}

	// For the application

	void start() {
		this.steps.run(() -> {
			if (this.engine.mayStart()) {
				this.readiness.started();
			}
			this.engine.start();
		});
	}

	void stop() {
		this.steps.run(this.engine::stop);
	}

	void close() {
		this.steps.run(() -> {
			this.notifier.close();
			this.engine.close();
			this.steps.cancelAlarm();
		});
	}

	void reconnect() {
		this.steps.run(() -> {
			if (this.engine.state() == ConnectionState.FAILED) {
				this.readiness.started();
			}
			this.engine.reconnect();
		});
	}

	Optional<KeyStatus> keyStatus(String key) {
		return this.steps.get(() -> this.engine.keyStatus(key));
	}

	List<KeyStatus> keyStatuses() {
		return this.steps.get(this.engine::keyStatuses);
	}

	CompletableFuture<Void> await(String key, long version, Duration timeout) {
		CompletableFuture<Void> future = new CompletableFuture<>();
		this.steps.run(() -> this.engine.await(key, version, timeout, future));
		return future;
	}

	CompletableFuture<SodpClient> ready() {
		return this.steps.get(this.readiness::future);
	}

	ConnectionStatus status() {
		return this.steps.get(this.engine::status);
	}

	void addEventListener(ClientEventListener listener) {
		this.notifier.add(listener);
	}

	void removeEventListener(ClientEventListener listener) {
		this.notifier.remove(listener);
	}

	ClientStatistics statistics() {
		return this.steps.get(() -> this.engine.statistics(this.deliveryMeter.snapshot()));
	}

	boolean isWatching(String key) {
		return this.engine.isWatching(key);
	}

	@Nullable JsonNode value(String key) {
		return this.engine.value(key);
	}

	SortedMap<String, JsonNode> values(String prefix) {
		return this.engine.values(prefix);
	}

	Executor callbackExecutor() {
		return this.callbackExecutor;
	}

	<T> Delivery<T> delivery(String key, ValueConverter<T> converter, WatchRequest<T> request) {
		return new Delivery<>(key, converter, WatchTarget.of(request), request.delivery(), executor(request),
				this.deliveryMeter, this::reportNow, (closed) -> release(List.of(closed)));
	}

	private Executor executor(WatchRequest<?> request) {
		Executor own = request.executor();
		return (own != null) ? own : this.callbackExecutor;
	}

	<T> PrefixDelivery<T> prefixDelivery(String pattern, Function<String, Delivery<T>> factory,
			WatchRequest<T> request) {
		PrefixDelivery<T> delivery = new PrefixDelivery<>(pattern, factory, (closed) -> release(List.of(closed)));
		Runnable viewed = request.viewListener();
		if (viewed != null) {
			delivery.whenViewed(() -> executor(request).execute(() -> notifyOfView(pattern, viewed)));
		}
		return delivery;
	}

	private void notifyOfView(String pattern, Runnable listener) {
		try {
			listener.run();
		}
		catch (Throwable ex) {
			reportNow(new ClientError(ClientError.Source.CALLBACK, null, pattern, null,
					"The view listener of '" + pattern + "' failed: " + ex, ex));
		}
	}

	/**
	 * Ends subscriptions, with what other threads end at the same time, in one step. When
	 * this returns, they have ended.
	 */
	void release(Collection<? extends Subscriber> over) {
		this.over.addAll(over);
		this.steps.run(this::releaseAll);
	}

	private void releaseAll() {
		List<Subscriber> all = new ArrayList<>();
		for (Subscriber next = this.over.poll(); next != null; next = this.over.poll()) {
			all.add(next);
		}
		if (!all.isEmpty()) {
			this.engine.release(all);
		}
	}

	void watch(List<? extends Subscriber> subscribers, @Nullable JsonNode params) {
		this.steps.run(() -> {
			if (this.engine.state() == ConnectionState.CLOSED) {
				throw new IllegalStateException("The client is closed");
			}
			this.engine.watch(subscribers, params);
		});
	}

	<T> CompletableFuture<Optional<T>> fetch(String key, Function<JsonNode, @Nullable T> converter, Duration timeout) {
		Fetch<T> fetch = new Fetch<>(key, converter, this::settle, (read) -> release(List.of(read)));
		return begin(fetch, this.engine::fetch, timeout);
	}

	<T> CompletableFuture<Optional<T>> fetchFromServer(String key, Function<JsonNode, @Nullable T> converter,
			Duration timeout) {
		Fetch<T> fetch = new Fetch<>(key, converter, this::settle, (read) -> release(List.of(read)));
		return begin(fetch, this.engine::fetchFromServer, timeout);
	}

	private <T> CompletableFuture<Optional<T>> begin(Fetch<T> fetch, Consumer<Fetch<T>> step, Duration timeout) {
		this.steps.run(() -> step.accept(fetch));
		fetch.within(timeout, this.threads.completions(), this::status);
		return fetch.future();
	}

	void addConnectionListener(ConnectionListener listener) {
		this.notifier.add(listener);
	}

	void removeConnectionListener(ConnectionListener listener) {
		this.notifier.remove(listener);
	}

	void unwatch(String key) {
		this.steps.run(() -> this.engine.unwatch(key));
	}

	<T> CompletableFuture<T> call(String method, ObjectNode args, Function<JsonNode, T> reader) {
		return this.steps.get(() -> this.engine.call(method, args, reader).future());
	}

	<T> CompletableFuture<T> presence(ObjectNode args, Function<JsonNode, T> reader) {
		return this.steps.get(() -> this.engine.presence(args, reader).future());
	}

	<T> CompletableFuture<T> clearPresence(ObjectNode args, Function<JsonNode, T> reader) {
		return this.steps.get(() -> this.engine.withdrawPresence(args, reader).future());
	}

	<T> CompletableFuture<UpdateResult<T>> update(String key, Function<JsonNode, PendingUpdate.Next<T>> function) {
		PendingUpdate<T> update = this.steps.get(() -> this.engine.update(key, function, this::end));
		update.future().whenComplete((result, failure) -> end(update));
		return update.future();
	}

	private void end(PendingUpdate<?> update) {
		this.steps.run(() -> this.engine.end(update));
	}

	// For the engine

	@Override
	public long nanoTime() {
		return System.nanoTime() - this.origin;
	}

	@Override
	public Instant now() {
		return this.clock.instant();
	}

	@Override
	public void obtainToken(long attempt) {
		SodpTokenProvider provider = Objects.requireNonNull(this.options.tokenProvider());
		this.tokenRequests.ask(provider, (token, failure) -> this.steps.run(() -> {
			if (token != null) {
				this.engine.tokenObtained(attempt, token);
			}
			else {
				this.engine.tokenFailed(attempt,
						(failure != null) ? failure : new NullPointerException("the token is null"));
			}
		}));
	}

	@Override
	public void open(long attempt) {
		this.link = null;
		ConnectRequest request = new ConnectRequest(this.options.uri(), this.options.headers(),
				this.options.connectTimeout(), this.options.maxMessageBytes());
		runSoon(() -> connect(request, attempt));
	}

	private void connect(ConnectRequest request, long attempt) {
		try {
			Link opening = this.transport.connect(request,
					new AttemptListener(attempt, this, this.options.maxMessageBytes()));
			this.steps.run(() -> use(opening, attempt));
		}
		catch (Throwable ex) {
			closed(attempt, LinkEnd.failed(ex));
		}
	}

	/**
	 * Runs a task that may block on another thread, after the step and after what it has
	 * to log.
	 */
	private void runSoon(Runnable task) {
		this.steps.afterwards(() -> this.threads.completions().execute(task));
	}

	private void use(Link opened, long attempt) {
		if (this.engine.isCurrent(attempt)) {
			this.link = opened;
		}
		else if (!opened.equals(this.link)) {
			opened.abort();
		}
	}

	@Override
	public String linkDetails() {
		return (this.link != null) ? this.link.details() : "";
	}

	@Override
	public void send(Frame frame) {
		byte[] message = this.encoder.encode(frame);
		Objects.requireNonNull(this.link).send(message);
		this.counters.sent(message.length);
		if (FrameLog.isEnabled()) {
			this.steps.afterwards(() -> FrameLog.sent(logName(), frame, message.length));
		}
	}

	/** Names the client in the log of frames. */
	String logName() {
		return "SODP client " + this.notifier.client();
	}

	@Override
	public void ping() {
		Objects.requireNonNull(this.link).ping();
	}

	@Override
	public void closeLink(int code, String reason) {
		if (this.link != null) {
			this.link.close(code, reason);
			this.link = null;
		}
	}

	@Override
	public void abortLink() {
		if (this.link != null) {
			this.link.abort();
			this.link = null;
		}
	}

	@Override
	public void keepLink() {
		this.keptLink = this.link;
		this.link = null;
	}

	@Override
	public void closeKeptLink() {
		if (this.keptLink != null) {
			this.keptLink.close(1000, "");
			this.keptLink = null;
		}
	}

	@Override
	public void stateChanged(ConnectionState previous) {
		ConnectionStatus status = this.engine.status();
		this.notifier.stateChanged(previous, status);
		this.steps.afterwards(() -> {
			this.notifier.log(previous, status);
			this.notifier.wake();
		});
	}

	@Override
	public void sessionReady() {
		this.readiness.live();
	}

	@Override
	public void neverReady(Throwable reason) {
		this.readiness.never(reason);
	}

	@Override
	public <T> void complete(PendingCall<T> call, JsonNode data) {
		runSoon(() -> call.complete(data));
	}

	@Override
	public void fail(PendingCall<?> call, Throwable reason) {
		runSoon(() -> call.future().completeExceptionally(reason));
	}

	@Override
	public void compute(PendingUpdate<?> update, JsonNode current) {
		this.steps.afterwards(() -> {
			try {
				this.callbackExecutor.execute(() -> computeNow(update, current));
			}
			catch (RuntimeException ex) {
				this.steps.run(() -> this.engine.notComputed(update, new SodpNotSentException(
						update.notWritten() + ": the callback executor refused to run its function", ex)));
			}
		});
	}

	private <T> void computeNow(PendingUpdate<T> update, JsonNode current) {
		PendingUpdate.Next<T> next;
		try {
			next = update.compute(current);
		}
		catch (Throwable ex) {
			this.steps.run(() -> this.engine.notComputed(update, ex));
			return;
		}
		this.steps.run(() -> this.engine.computed(update, next));
	}

	@Override
	public void settle(Runnable completion) {
		runSoon(completion);
	}

	@Override
	public void deliver(Subscriber subscriber, KeyEvent event) {
		subscriber.accept(event);
		if (subscriber instanceof Registration registration) {
			this.steps.afterwards(() -> registration.wake(event.meta().key()));
		}
	}

	@Override
	public void viewed(Subscriber subscriber) {
		if (subscriber instanceof PrefixDelivery<?> delivery) {
			this.steps.afterwards(delivery::viewed);
		}
	}

	@Override
	public void denied(String key, int code, String message) {
		this.notifier.denied(key, code, message);
		this.steps.afterwards(this.notifier::wake);
	}

	@Override
	public void report(ClientError error) {
		this.counters.errors.increment();
		this.notifier.error(error);
		this.steps.afterwards(() -> {
			this.notifier.log(error);
			this.notifier.wake();
		});
	}

	/** Reports an error that occurred outside the engine. */
	private void reportNow(ClientError error) {
		this.counters.errors.increment();
		this.notifier.error(error);
		this.notifier.log(error);
		this.notifier.wake();
	}

	// For the link

	void opened(long attempt, Link opened) {
		this.steps.run(() -> {
			use(opened, attempt);
			this.engine.linkOpened(attempt);
		});
	}

	void received(long attempt, Frame frame, int bytes) {
		this.steps.run(() -> {
			this.counters.received(bytes);
			this.engine.received(attempt, frame, bytes);
		});
	}

	void receivedMalformed(long attempt, MalformedFrameException malformed, int bytes) {
		this.steps.run(() -> {
			this.counters.received(bytes);
			this.engine.receivedMalformed(attempt, malformed);
		});
	}

	void alive(long attempt) {
		this.steps.run(() -> this.engine.linkAlive(attempt));
	}

	void closed(long attempt, LinkEnd end) {
		this.steps.run(() -> this.engine.linkClosed(attempt, end));
	}

}
