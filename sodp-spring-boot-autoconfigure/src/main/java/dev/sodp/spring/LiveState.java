// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.StateWrites;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.state.ValueConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@link SodpState} backed by a client's replica. Reads compare trees by identity, which
 * is sound because a tree never changes: a new value is a new tree.
 *
 * @param <T> type of the value
 */
final class LiveState<T> extends HeldState<T> {

	private final JavaType type;

	private final JsonMapper mapper;

	private final StateRef<T> ref;

	/**
	 * Held by the thread that converts; concurrent readers convert for themselves.
	 */
	private final ReentrantLock conversion = new ReentrantLock();

	/** Guarded by {@link #conversion}. */
	private final ValueConverter<T> converter;

	private volatile @Nullable Converted<T> converted;

	LiveState(SodpClient client, String key, JavaType type, JsonMapper mapper) {
		super(client, key);
		this.type = type;
		this.mapper = mapper;
		this.ref = client.state(key, new DeclaredType<>(type));
		this.converter = ValueConverter.to(type, mapper);
		begin();
	}

	/** Keeps the key watched; its values are ignored. */
	@Override
	Subscription hold() {
		return client().watch(WatchRequest.of(key(), JsonNode.class, (value, meta) -> {
		}).withDelivery(DeliveryMode.LATEST).withExecutor(Runnable::run));
	}

	@Override
	Subscription subscribe(AsyncStateChangeListener<T> listener, DeliveryMode mode, @Nullable Executor executor) {
		return client().watch(WatchRequest.asyncChanges(List.of(key()), this.type, listener)
			.withDelivery(mode)
			.withExecutor(executor));
	}

	@Override
	public Optional<T> get() {
		JsonNode tree = watching().get(key()).orElse(null);
		if (tree == null) {
			return Optional.empty();
		}
		Converted<T> known = this.converted;
		if (known == null || !known.isOf(tree)) {
			known = convert(tree);
			this.converted = known;
		}
		return Optional.ofNullable(known.get());
	}

	private Converted<T> convert(JsonNode tree) {
		if (!this.conversion.tryLock()) {
			return Converted.of(tree, ValueConverter.to(this.type, this.mapper));
		}
		try {
			return Converted.of(tree, this.converter);
		}
		finally {
			this.conversion.unlock();
		}
	}

	@Override
	public CompletableFuture<WriteResult> set(@Nullable T value) {
		return this.ref.set(value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(Object patch) {
		return this.ref.patch(patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String path, @Nullable Object value) {
		return this.ref.setIn(path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String path) {
		return this.ref.removeIn(path);
	}

	@Override
	public CompletableFuture<WriteResult> delete() {
		return this.ref.delete();
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value) {
		return this.ref.append(value);
	}

	@Override
	public CompletableFuture<WriteResult> append(@Nullable Object value, int maxLength) {
		return this.ref.append(value, maxLength);
	}

	@Override
	public StateWrites<T> ifVersion(long version) {
		return this.ref.ifVersion(version);
	}

	@Override
	public StateWrites<T> ifAbsent() {
		return this.ref.ifAbsent();
	}

	@Override
	public CompletableFuture<UpdateResult<T>> update(UnaryOperator<@Nullable T> function) {
		return this.ref.update(function);
	}

	/** A type as the client's API takes it. */
	private static final class DeclaredType<T> extends TypeReference<T> {

		private final JavaType type;

		DeclaredType(JavaType type) {
			this.type = type;
		}

		@Override
		public Type getType() {
			return this.type;
		}

	}

	/**
	 * A value as received and as converted, or the reason why the conversion failed.
	 */
	private record Converted<T>(JsonNode tree, @Nullable T value, @Nullable RuntimeException failure) {

		static <T> Converted<T> of(JsonNode tree, ValueConverter<T> converter) {
			try {
				return new Converted<>(tree, converter.convert(tree, null), null);
			}
			catch (RuntimeException ex) {
				return new Converted<>(tree, null, ex);
			}
		}

		@SuppressWarnings("ReferenceEquality")
		boolean isOf(JsonNode other) {
			return this.tree == other;
		}

		@Nullable T get() {
			if (this.failure != null) {
				throw this.failure;
			}
			return this.value;
		}

	}

}
