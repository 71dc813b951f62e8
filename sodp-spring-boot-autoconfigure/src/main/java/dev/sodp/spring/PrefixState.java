// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.ConnectionState;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.KeyState;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateWrites;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.spring.internal.PrefixRefusals;
import dev.sodp.spring.internal.Problem;
import dev.sodp.state.DeltaOp;
import dev.sodp.state.ValueConverter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link SodpState} of all keys with a prefix, a map of their values. It is converted
 * when it is read, and only the entries that have changed since.
 *
 * @param <V> type of the values of the keys
 */
final class PrefixState<V> extends HeldState<Map<String, V>> {

	private static final Logger logger = LoggerFactory.getLogger(SodpState.class);

	private final PrefixTree tree = new PrefixTree();

	private final StateWrites<Map<String, V>> writes;

	/** Held by the thread that converts; the others wait for what it makes. */
	private final ReentrantLock conversion = new ReentrantLock();

	/** Guarded by {@link #conversion}. */
	private final ValueConverter<Map<String, V>> converter;

	private volatile @Nullable Converted<V> converted;

	private final Set<PrefixSubscription<V>> subscriptions = ConcurrentHashMap.newKeySet();

	/** Where this state is injected, for people. */
	private final Set<String> places = new CopyOnWriteArraySet<>();

	private final PrefixRefusals refusals;

	PrefixState(SodpClient client, String pattern, JavaType type, JsonMapper mapper) {
		super(client, pattern);
		this.writes = new PrefixWrites<>(pattern);
		this.converter = ValueConverter.to(type, mapper);
		this.refusals = PrefixRefusals.begin(logger, client, Set.of(pattern), this::describe);
		begin();
	}

	/**
	 * Returns why a type cannot hold the values of all keys with a prefix.
	 * @return the problem, or null if it can
	 */
	static @Nullable Problem problem(String pattern, JavaType type) {
		if (type.hasRawClass(Map.class) && type.getKeyType().hasRawClass(String.class)) {
			return null;
		}
		return new Problem(
				"'" + pattern + "' stands for all keys with a prefix, whose values " + type.toCanonical()
						+ " cannot hold",
				"Declare a map of the values by key, such as SodpState<Map<String, Player>>, or specify a single key");
	}

	/** Notes where the state is used. */
	void usedBy(String place) {
		this.places.add(place);
	}

	private String describe() {
		return this + " has no values" + (this.places.isEmpty() ? "" : " for " + String.join(", ", this.places));
	}

	@Override
	Subscription hold() {
		int watch = this.tree.begin();
		return client().watch(WatchRequest.<JsonNode>of(key(), JsonNode.class, (value, meta) -> {
			if (this.tree.accept(watch, value, meta)) {
				wakeAll();
			}
		}).withDelivery(DeliveryMode.LATEST).withExecutor(Runnable::run).withViewListener(() -> complete(watch)));
	}

	private void complete(int watch) {
		KeyStatus status = client().keyStatus(key()).orElse(null);
		if (status != null && this.tree.complete(watch, status)) {
			wakeAll();
		}
	}

	private void wakeAll() {
		this.subscriptions.forEach(PrefixSubscription::wake);
	}

	@Override
	Subscription subscribe(AsyncStateChangeListener<Map<String, V>> listener, DeliveryMode mode,
			@Nullable Executor executor) {
		if (watching().status().state() == ConnectionState.CLOSED) {
			throw new IllegalStateException("The client is closed");
		}
		PrefixSubscription<V> subscription = new PrefixSubscription<>(this, listener,
				(executor != null) ? executor : client().callbackExecutor(), this.subscriptions::remove);
		this.subscriptions.add(subscription);
		subscription.wake();
		return subscription;
	}

	/** The view as it is, converted or not. */
	PrefixView view() {
		return this.tree.view();
	}

	@Override
	public Optional<Map<String, V>> get() {
		watching();
		return view().complete() ? Optional.ofNullable(converted().get()) : Optional.empty();
	}

	/** The latest view as a map. */
	Converted<V> converted() {
		Converted<V> known = this.converted;
		if (known != null && known.view().number() == view().number()) {
			return known;
		}
		this.conversion.lock();
		try {
			PrefixTree.Changes changes = this.tree.take();
			Converted<V> last = this.converted;
			List<DeltaOp> ops = (last != null && changes.keys() != null)
					? changes.view().opsSince(last.view(), changes.keys()) : null;
			Converted<V> next = Converted.of(changes.view(), ops, this.converter);
			this.converted = next;
			return next;
		}
		finally {
			this.conversion.unlock();
		}
	}

	/** A view that is complete for the client may still have to be passed on here. */
	@Override
	public KeyStatus status() {
		KeyStatus status = super.status();
		boolean ahead = status.state() == KeyState.LIVE && !this.tree.isCompleteSince(status.since());
		return new KeyStatus(status.key(), ahead ? KeyState.RESTORING : status.state(), status.version(),
				view().complete(), status.since(), ahead ? Optional.of(status.since()) : status.staleSince(),
				status.subscribers());
	}

	@Override
	public CompletableFuture<WriteResult> set(@Nullable Map<String, V> value) {
		return this.writes.set(value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return this.writes.patch(patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return this.writes.setIn(path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return this.writes.removeIn(path);
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return this.writes.delete();
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return this.writes.append(value);
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return this.writes.append(value, maxLength);
	}

	@Override
	public StateWrites<Map<String, V>> ifVersion(long version) {
		return this.writes;
	}

	@Override
	public StateWrites<Map<String, V>> ifAbsent() {
		return this.writes;
	}

	@Override
	public CompletableFuture<UpdateResult<Map<String, V>>> update(UnaryOperator<@Nullable Map<String, V>> function) {
		return PrefixWrites.refused(key());
	}

	@Override
	void close() {
		this.refusals.end();
		super.close();
		List.copyOf(this.subscriptions).forEach(PrefixSubscription::close);
	}

	/**
	 * A view as a map, or the reason why the conversion failed.
	 */
	record Converted<V>(PrefixView view, @Nullable Map<String, V> map, @Nullable RuntimeException failure) {

		static <V> Converted<V> of(PrefixView view, @Nullable List<DeltaOp> ops,
				ValueConverter<Map<String, V>> converter) {
			try {
				return new Converted<>(view, converter.convert(view.values(), ops), null);
			}
			catch (RuntimeException ex) {
				return new Converted<>(view, null, ex);
			}
		}

		@Nullable Map<String, V> get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.map;
		}

	}

}
