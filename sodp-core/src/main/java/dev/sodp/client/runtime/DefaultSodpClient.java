// SPDX-License-Identifier: Apache-2.0

package dev.sodp.client.runtime;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import dev.sodp.client.ClientEventListener;
import dev.sodp.client.ClientStatistics;
import dev.sodp.client.ConnectionListener;
import dev.sodp.client.ConnectionStatus;
import dev.sodp.client.KeyStatus;
import dev.sodp.client.SodpClient;
import dev.sodp.client.SodpClientOptions;
import dev.sodp.client.SodpWrites;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.UpdateResult;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import dev.sodp.internal.Durations;
import dev.sodp.state.StateKeys;
import dev.sodp.state.Values;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * The client that applications see: converts their values to those of the protocol and
 * back, and passes everything else to the {@link ClientShell}.
 */
public final class DefaultSodpClient implements SodpClient {

	private final ClientShell shell;

	private final ValueMapper mapper;

	private final ClientWrites writes;

	private DefaultSodpClient(SodpClientOptions options) {
		this.mapper = new ValueMapper(options.jsonMapper());
		this.shell = new ClientShell(options, this);
		this.writes = new ClientWrites(this.shell, this.mapper, null);
	}

	public static SodpClient create(SodpClientOptions options) {
		DefaultSodpClient client = new DefaultSodpClient(options);
		if (options.autoStart()) {
			client.start();
		}
		return client;
	}

	@Override
	public void start() {
		this.shell.start();
	}

	@Override
	public void stop() {
		this.shell.stop();
	}

	@Override
	public void reconnect() {
		this.shell.reconnect();
	}

	@Override
	public void close() {
		this.shell.close();
	}

	@Override
	public CompletableFuture<SodpClient> ready() {
		return this.shell.ready();
	}

	@Override
	public ConnectionStatus status() {
		return this.shell.status();
	}

	@Override
	public void addEventListener(ClientEventListener listener) {
		this.shell.addEventListener(Objects.requireNonNull(listener, "listener must not be null"));
	}

	@Override
	public void removeEventListener(ClientEventListener listener) {
		this.shell.removeEventListener(listener);
	}

	@Override
	public ClientStatistics statistics() {
		return this.shell.statistics();
	}

	@Override
	public void addConnectionListener(ConnectionListener listener) {
		this.shell.addConnectionListener(Objects.requireNonNull(listener, "listener must not be null"));
	}

	@Override
	public void removeConnectionListener(ConnectionListener listener) {
		this.shell.removeConnectionListener(listener);
	}

	@Override
	public <T> Subscription watch(WatchRequest<T> request) {
		JsonNode params = (request.params() != null) ? this.mapper.toTree(request.params()) : null;
		List<Registration> registrations = new ArrayList<>();
		for (String key : request.keys()) {
			registrations.add(StateKeys.isPattern(key)
					? this.shell.prefixDelivery(key, (found) -> delivery(found, request), request)
					: delivery(key, request));
		}
		this.shell.watch(registrations, params);
		return (registrations.size() == 1) ? registrations.get(0)
				: new ManySubscriptions(registrations, this.shell::release);
	}

	private <T> Delivery<T> delivery(String key, WatchRequest<T> request) {
		return this.shell.delivery(key, this.mapper.<T>converter(request.type()), request);
	}

	@Override
	public void unwatch(String key) {
		this.shell.unwatch(key);
	}

	@Override
	public Optional<JsonNode> get(String key) {
		return this.mapper.read(this.shell.value(key), JsonNode.class);
	}

	@Override
	public <T> Optional<T> get(String key, Class<T> type) {
		return this.mapper.read(this.shell.value(key), type);
	}

	@Override
	public <T> Optional<T> get(String key, TypeReference<T> type) {
		return this.mapper.read(this.shell.value(key), type.getType());
	}

	@Override
	public <T> SortedMap<String, T> getPrefix(String prefix, Class<T> type) {
		return getPrefix(prefix, (Type) type);
	}

	@Override
	public <T> SortedMap<String, T> getPrefix(String prefix, TypeReference<T> type) {
		return getPrefix(prefix, type.getType());
	}

	private <T> SortedMap<String, T> getPrefix(String prefix, Type type) {
		Function<JsonNode, @Nullable T> converter = this.mapper.toType(type);
		SortedMap<String, T> values = new TreeMap<>();
		this.shell.values(StateKeys.prefix(StateKeys.pattern(prefix))).forEach((key, tree) -> {
			T value = converter.apply(tree);
			if (value != null) {
				values.put(key, value);
			}
		});
		return Collections.unmodifiableSortedMap(values);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, Class<T> type, Duration timeout) {
		return fetch(key, (Type) type, timeout);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetch(String key, TypeReference<T> type, Duration timeout) {
		return fetch(key, type.getType(), timeout);
	}

	private <T> CompletableFuture<Optional<T>> fetch(String key, Type type, Duration timeout) {
		Durations.positive(timeout, "timeout");
		return ClientWrites
			.submit(() -> this.shell.fetch(StateKeys.checkSingle(key), this.mapper.<T>toType(type), timeout));
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchFromServer(String key, Class<T> type, Duration timeout) {
		return fetchFromServer(key, (Type) type, timeout);
	}

	@Override
	public <T> CompletableFuture<Optional<T>> fetchFromServer(String key, TypeReference<T> type, Duration timeout) {
		return fetchFromServer(key, type.getType(), timeout);
	}

	private <T> CompletableFuture<Optional<T>> fetchFromServer(String key, Type type, Duration timeout) {
		Durations.positive(timeout, "timeout");
		return ClientWrites
			.submit(() -> this.shell.fetchFromServer(StateKeys.checkSingle(key), this.mapper.<T>toType(type), timeout));
	}

	@Override
	public boolean isWatching(String key) {
		return this.shell.isWatching(key);
	}

	@Override
	public Optional<KeyStatus> keyStatus(String key) {
		return this.shell.keyStatus(key);
	}

	@Override
	public List<KeyStatus> keyStatuses() {
		return this.shell.keyStatuses();
	}

	@Override
	public CompletableFuture<Void> await(String key, long version, Duration timeout) {
		return this.shell.await(key, version, timeout);
	}

	@Override
	public CompletableFuture<JsonNode> call(String method, Object args) {
		return call(method, args, Function.identity());
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, Class<T> type) {
		return call(method, args, (Type) type);
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, Object args, TypeReference<T> type) {
		return call(method, args, type.getType());
	}

	private <T> CompletableFuture<@Nullable T> call(String method, Object args, Type type) {
		return call(method, args, this.mapper.<T>toType(type));
	}

	private <T extends @Nullable Object> CompletableFuture<T> call(String method, Object args,
			Function<JsonNode, T> reader) {
		return ClientWrites.submit(
				() -> this.shell.call(Values.checkText(method, "method"), this.mapper.toObject(args, "args"), reader));
	}

	@Override
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return this.writes.set(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return this.writes.patch(key, patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return this.writes.setIn(key, path, value);
	}

	@Override
	public CompletableFuture<WriteResult> removeIn(String key, String path) {
		return this.writes.removeIn(key, path);
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return this.writes.delete(key);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return this.writes.append(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return this.writes.append(key, value, maxLength);
	}

	@Override
	public SodpWrites ifVersion(long version) {
		return this.writes.ifVersion(version);
	}

	@Override
	public SodpWrites ifAbsent() {
		return this.writes.ifVersion(0);
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, Class<T> type,
			UnaryOperator<@Nullable T> function) {
		return update(key, (Type) type, function);
	}

	@Override
	public <T> CompletableFuture<UpdateResult<T>> update(String key, TypeReference<T> type,
			UnaryOperator<@Nullable T> function) {
		return update(key, type.getType(), function);
	}

	<T> CompletableFuture<UpdateResult<T>> update(String key, Type type, UnaryOperator<@Nullable T> function) {
		Objects.requireNonNull(function, "function must not be null");
		return ClientWrites.submit(() -> this.shell.update(StateKeys.checkSingle(key),
				new UpdateFunction<T>(this.mapper, type, function)));
	}

	@Override
	public CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value) {
		return ClientWrites
			.submit(() -> this.shell.presence(this.writes.placed(key, path, value), ClientWrites::written));
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String key, String path) {
		return ClientWrites
			.submit(() -> this.shell.clearPresence(this.writes.placed(key, path, null), ClientWrites::written));
	}

	@Override
	public Executor callbackExecutor() {
		return this.shell.callbackExecutor();
	}

	@Override
	public <T> StateRef<T> state(String key, Class<T> type) {
		return new DefaultStateRef<>(this, StateKeys.checkSingle(key), type);
	}

	@Override
	public <T> StateRef<T> state(String key, TypeReference<T> type) {
		return new DefaultStateRef<>(this, StateKeys.checkSingle(key), type.getType());
	}

	/** A part of a value of a type, with its own type if that is known. */
	@Nullable Object typedAt(Type type, String path, @Nullable Object value) {
		return this.mapper.typedAt(type, path, value);
	}

	<T> Optional<T> read(String key, Type type) {
		return this.mapper.read(this.shell.value(key), type);
	}

	@Override
	public String toString() {
		ConnectionStatus status = status();
		return "SodpClient[" + status.uri() + " " + status.state() + "]";
	}

}
