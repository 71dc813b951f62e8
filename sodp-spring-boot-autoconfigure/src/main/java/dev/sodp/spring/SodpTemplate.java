// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpWrites;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.internal.Durations;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ClassUtils;

/**
 * {@link SodpOperations} that delegate to a {@link SodpClient}, whose lifecycle remains
 * the responsibility of its owner. Thread-safe once configured.
 */
public class SodpTemplate implements SodpOperations {

	/** How long a fetch may take unless a timeout is specified. */
	public static final Duration DEFAULT_FETCH_TIMEOUT = Duration.ofSeconds(30);

	private static final boolean TRANSACTIONS_PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			SodpTemplate.class.getClassLoader());

	private final SodpClient client;

	private final WriteListeners listeners = new WriteListeners();

	private volatile @Nullable Duration defaultTimeout;

	/**
	 * Creates a template.
	 * @param client the client to delegate to; it is neither started nor closed
	 */
	public SodpTemplate(SodpClient client) {
		this.client = Objects.requireNonNull(client, "client must not be null");
	}

	/**
	 * Sets how long the blocking operations wait at most, and how long a fetch may take
	 * if its caller does not specify a timeout.
	 * @param timeout a positive duration; or null for the client's own call timeout and
	 * {@link #DEFAULT_FETCH_TIMEOUT}
	 */
	public void setDefaultTimeout(@Nullable Duration timeout) {
		this.defaultTimeout = (timeout != null) ? Durations.positive(timeout, "timeout") : null;
	}

	/**
	 * Registers a listener that is notified of each write.
	 * @param listener the listener
	 */
	public void addWriteListener(SodpWriteListener listener) {
		this.listeners.add(Objects.requireNonNull(listener, "listener must not be null"));
	}

	@Override
	public Optional<JsonNode> get(String key) {
		return this.client.get(key);
	}

	@Override
	public <T> Optional<T> get(String key, Class<T> type) {
		return this.client.get(key, type);
	}

	@Override
	public <T> Optional<T> get(String key, TypeReference<T> type) {
		return this.client.get(key, type);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type) {
		return fetch(key, type, fetchTimeout());
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type) {
		return fetch(key, type, fetchTimeout());
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout) {
		return this.client.fetch(key, type, timeout);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout) {
		return this.client.fetch(key, type, timeout);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchFromServer(String key, Class<T> type, Duration timeout) {
		return this.client.fetchFromServer(key, type, timeout);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchFromServer(String key, TypeReference<T> type, Duration timeout) {
		return this.client.fetchFromServer(key, type, timeout);
	}

	private Duration fetchTimeout() {
		Duration timeout = this.defaultTimeout;
		return (timeout != null) ? timeout : DEFAULT_FETCH_TIMEOUT;
	}

	@Override
	public SodpWriteOperations afterCommit() {
		return TRANSACTIONS_PRESENT ? new AfterCommitOperations(this) : this;
	}

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return writes().set(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return writes().patch(key, patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return writes().setIn(key, path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return writes().removeIn(key, path);
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return writes().delete(key);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return writes().append(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return writes().append(key, value, maxLength);
	}

	@Override
	public CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value) {
		return write("presence", key, () -> this.client.presence(key, path, value));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String key, String path) {
		return write("clear_presence", key, () -> this.client.clearPresence(key, path));
	}

	@Override
	public ConditionalSodpOperations ifVersion(long version) {
		return writesTo(this.client.ifVersion(version));
	}

	@Override
	public ConditionalSodpOperations ifAbsent() {
		return writesTo(this.client.ifAbsent());
	}

	private TemplateWrites writes() {
		return writesTo(this.client);
	}

	private TemplateWrites writesTo(SodpWrites writes) {
		return new TemplateWrites(writes, this.listeners, this::waiting);
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, Class<T> type,
			UnaryOperator<@Nullable T> function) {
		return write("update", key, () -> this.client.update(key, type, function));
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return write("update", key, () -> this.client.update(key, type, function));
	}

	@Override
	public CompletableFuture<JsonNode> call(String method, Object args) {
		return write("call", null, () -> this.client.call(method, args));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, Class<T> type) {
		return write("call", null, () -> this.client.call(method, args, type));
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, TypeReference<T> type) {
		return write("call", null, () -> this.client.call(method, args, type));
	}

	@Override
	public <T> SortedMap<String, T> getPrefix(String prefix, Class<T> type) {
		return this.client.getPrefix(prefix, type);
	}

	@Override
	public <T> SortedMap<String, T> getPrefix(String prefix, TypeReference<T> type) {
		return this.client.getPrefix(prefix, type);
	}

	@Override
	public <T> Subscription watch(WatchRequest<T> request) {
		return this.client.watch(request);
	}

	@Override
	public void unwatch(String key) {
		this.client.unwatch(key);
	}

	@Override
	public Optional<KeyState> keyState(String key) {
		return this.client.keyState(key);
	}

	@Override
	public CompletableFuture<Void> await(String key, long version, Duration timeout) {
		return this.client.await(key, version, timeout);
	}

	@Override
	public boolean isWatching(String key) {
		return this.client.isWatching(key);
	}

	@Override
	public <T> StateRef<T> state(String key, Class<T> type) {
		return this.client.state(key, type);
	}

	@Override
	public <T> StateRef<T> state(String key, TypeReference<T> type) {
		return this.client.state(key, type);
	}

	@Override
	public <R extends @Nullable Object> R execute(Function<? super SodpClient, ? extends R> action) {
		return action.apply(this.client);
	}

	@Override
	public WriteResult setAndWait(String key, @Nullable Object value) {
		return waiting().forWrite(() -> set(key, value));
	}

	@Override
	public WriteResult patchAndWait(String key, Object patch) {
		return waiting().forWrite(() -> patch(key, patch));
	}

	@Override
	public WriteResult setInAndWait(String key, String path, @Nullable Object value) {
		return waiting().forWrite(() -> setIn(key, path, value));
	}

	@Override
	public WriteResult removeInAndWait(String key, String path) {
		return waiting().forWrite(() -> removeIn(key, path));
	}

	@Override
	public WriteResult deleteAndWait(String key) {
		return waiting().forWrite(() -> delete(key));
	}

	@Override
	public WriteResult appendAndWait(String key, @Nullable Object value) {
		return waiting().forWrite(() -> append(key, value));
	}

	@Override
	public WriteResult appendAndWait(String key, @Nullable Object value, int maxLength) {
		return waiting().forWrite(() -> append(key, value, maxLength));
	}

	@Override
	public <T> UpdateResult<T> updateAndWait(String key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return waiting().forWrite(() -> update(key, type, function));
	}

	@Override
	public <T> UpdateResult<T> updateAndWait(String key, TypeReference<T> type, UnaryOperator<@Nullable T> function) {
		return waiting().forWrite(() -> update(key, type, function));
	}

	@Override
	public JsonNode callAndWait(String method, Object args) {
		return waiting().forWrite(() -> call(method, args));
	}

	@Override
	public <T> @Nullable T callAndWait(String method, Object args, Class<T> type) {
		return waiting().forWrite(() -> call(method, args, type));
	}

	@Override
	public <T> @Nullable T callAndWait(String method, Object args, TypeReference<T> type) {
		return waiting().forWrite(() -> call(method, args, type));
	}

	@Override
	public <T> Optional<T> fetchAndWait(String key, Class<T> type) {
		return waiting().forRead(() -> fetch(key, type));
	}

	@Override
	public <T> Optional<T> fetchAndWait(String key, TypeReference<T> type) {
		return waiting().forRead(() -> fetch(key, type));
	}

	private AnswerWait waiting() {
		return new AnswerWait(this.client, this.defaultTimeout);
	}

	private <T> CompletableFuture<T> write(String operation, @Nullable String key,
			Supplier<CompletableFuture<T>> write) {
		return this.listeners.observe(operation, key, write);
	}

}
