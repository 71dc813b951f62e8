// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.DeliveryMode;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateChange;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.state.StateKeys;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * {@link ReactiveSodpOperations} that delegate to {@link SodpOperations}. Thread-safe.
 */
public final class ReactiveSodpTemplate implements ReactiveSodpOperations {

	private final SodpOperations operations;

	private final ReactiveWrites writes;

	/**
	 * Creates a template.
	 * @param operations the operations to delegate to
	 */
	public ReactiveSodpTemplate(SodpOperations operations) {
		this.operations = Objects.requireNonNull(operations, "operations must not be null");
		this.writes = new ReactiveWrites(operations);
	}

	@Override
	public <T> Mono<T> fetch(String key, Class<T> type) {
		return read(() -> this.operations.fetch(key, type));
	}

	@Override
	public <T> Mono<T> fetch(String key, TypeReference<T> type) {
		return read(() -> this.operations.fetch(key, type));
	}

	@Override
	public <T> Mono<T> fetch(String key, Class<T> type, Duration timeout) {
		return read(() -> this.operations.fetch(key, type, timeout));
	}

	private static <T> Mono<T> read(Supplier<CompletableFuture<Optional<T>>> read) {
		return Mono.fromFuture(read).flatMap(Mono::justOrEmpty);
	}

	@Override
	public Mono<WriteResult> set(String key, @Nullable Object value) {
		return this.writes.set(key, value);
	}

	@Override
	public Mono<WriteResult> patch(String key, Object patch) {
		return this.writes.patch(key, patch);
	}

	@Override
	public Mono<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return this.writes.setIn(key, path, value);
	}

	@Override
	public Mono<WriteResult> removeIn(String key, String path) {
		return this.writes.removeIn(key, path);
	}

	@Override
	public Mono<WriteResult> delete(String key) {
		return this.writes.delete(key);
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value) {
		return this.writes.append(key, value);
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return this.writes.append(key, value, maxLength);
	}

	@Override
	public ReactiveSodpWrites ifVersion(long version) {
		return new ReactiveWrites(this.operations.ifVersion(version));
	}

	@Override
	public ReactiveSodpWrites ifAbsent() {
		return new ReactiveWrites(this.operations.ifAbsent());
	}

	@Override
	public <T> Mono<UpdateResult<T>> update(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return Mono.fromFuture(() -> this.operations.update(key, type, function));
	}

	@Override
	public <T> Mono<UpdateResult<T>> update(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function) {
		return Mono.fromFuture(() -> this.operations.update(key, type, function));
	}

	@Override
	public Mono<JsonNode> call(String method, Object args) {
		return Mono.fromFuture(() -> this.operations.call(method, args));
	}

	@Override
	public <T> Mono<T> call(String method, Object args, Class<T> type) {
		return Mono.fromFuture(() -> this.operations.call(method, args, type));
	}

	@Override
	public <T> Mono<T> call(String method, Object args, TypeReference<T> type) {
		return Mono.fromFuture(() -> this.operations.call(method, args, type));
	}

	@Override
	public Mono<WriteResult> presence(String key, String path, @Nullable Object value) {
		return Mono.fromFuture(() -> this.operations.presence(key, path, value));
	}

	@Override
	public Mono<WriteResult> clearPresence(String key, String path) {
		return Mono.fromFuture(() -> this.operations.clearPresence(key, path));
	}

	@Override
	public <T> Flux<StateChange<T>> changes(String key, Class<T> type) {
		return watch(key, type);
	}

	@Override
	public <T> Flux<StateChange<T>> changes(String key, TypeReference<T> type) {
		return watch(key, type.getType());
	}

	@Override
	public <T> Flux<StateChange<T>> changes(SodpState<T> state) {
		return JdkFlowAdapter.flowPublisherToFlux(state.changes());
	}

	/** Those of different keys would overlap otherwise. */
	private <T> AsyncStateChangeListener<T> oneByOne(AsyncStateChangeListener<T> listener) {
		return new SerialListener<>(listener, this.operations.execute(SodpClient::callbackExecutor));
	}

	private <T> Flux<StateChange<T>> watch(String key, Type type) {
		Flow.Publisher<StateChange<T>> changes = (subscriber) -> subscriber
			.onSubscribe(new ChangeSubscription<>(subscriber, (listener) -> {
				WatchRequest<T> request = WatchRequest.asyncChanges(List.of(key), type,
						StateKeys.isPattern(key) ? oneByOne(listener) : listener);
				return this.operations.watch(request.withDelivery(DeliveryMode.LATEST));
			}, (ended) -> {
			}));
		return JdkFlowAdapter.flowPublisherToFlux(changes);
	}

}
