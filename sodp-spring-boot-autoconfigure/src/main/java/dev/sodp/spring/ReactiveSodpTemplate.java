// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.StateChange;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

/**
 * {@link ReactiveSodpOperations} that delegate to {@link SodpOperations}. Thread-safe.
 */
public final class ReactiveSodpTemplate implements ReactiveSodpOperations {

	private final SodpOperations operations;

	/**
	 * Creates a template.
	 * @param operations the operations to delegate to
	 */
	public ReactiveSodpTemplate(SodpOperations operations) {
		this.operations = Objects.requireNonNull(operations, "operations must not be null");
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
		return write((to) -> to.set(key, value));
	}

	@Override
	public Mono<WriteResult> patch(String key, Object patch) {
		return write((to) -> to.patch(key, patch));
	}

	@Override
	public Mono<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return write((to) -> to.setIn(key, path, value));
	}

	@Override
	public Mono<WriteResult> removeIn(String key, String path) {
		return write((to) -> to.removeIn(key, path));
	}

	@Override
	public Mono<WriteResult> delete(String key) {
		return write((to) -> to.delete(key));
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value) {
		return write((to) -> to.append(key, value));
	}

	@Override
	public Mono<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return write((to) -> to.append(key, value, maxLength));
	}

	@Override
	public Mono<WriteResult> presence(String key, String path, @Nullable Object value) {
		return write((to) -> to.presence(key, path, value));
	}

	@Override
	public Mono<WriteResult> clearPresence(String key, String path) {
		return write((to) -> to.clearPresence(key, path));
	}

	private Mono<WriteResult> write(Function<SodpWriteOperations, CompletableFuture<WriteResult>> write) {
		return Mono.fromFuture(() -> write.apply(this.operations));
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

	private <T> Flux<StateChange<T>> watch(String key, Type type) {
		Flow.Publisher<StateChange<T>> changes = (subscriber) -> subscriber
			.onSubscribe(new ChangeSubscription<>(subscriber, (listener) -> {
				WatchRequest<T> request = WatchRequest.asyncChanges(List.of(key), type, listener);
				return this.operations.watch(request.withDelivery(DeliveryMode.LATEST));
			}, (ended) -> {
			}));
		return JdkFlowAdapter.flowPublisherToFlux(changes);
	}

}
