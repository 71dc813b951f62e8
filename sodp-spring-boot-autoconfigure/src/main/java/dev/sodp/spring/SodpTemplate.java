package dev.sodp.spring;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sodp.client.KeyState;
import dev.sodp.client.SodpClient;
import dev.sodp.client.StateRef;
import dev.sodp.client.Subscription;
import dev.sodp.client.WatchRequest;
import dev.sodp.client.WriteResult;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

/**
 * {@link SodpOperations} on a {@link SodpClient}, whose lifecycle stays with its owner.
 */
public class SodpTemplate implements SodpOperations {

	private final SodpClient client;

	/**
	 * Creates a template.
	 * @param client does the work; the template neither starts nor closes it
	 */
	public SodpTemplate(SodpClient client) {
		this.client = Objects.requireNonNull(client, "client must not be null");
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
	public CompletableFuture<WriteResult> set(String key, @Nullable Object value) {
		return this.client.set(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> patch(String key, Object patch) {
		return this.client.patch(key, patch);
	}

	@Override
	public CompletableFuture<WriteResult> setIn(String key, String path, @Nullable Object value) {
		return this.client.setIn(key, path, value);
	}

	@Override
	public CompletableFuture<WriteResult> delete(String key) {
		return this.client.delete(key);
	}

	@Override
	public CompletableFuture<WriteResult> presence(String key, String path, @Nullable Object value) {
		return this.client.presence(key, path, value);
	}

	@Override
	public CompletableFuture<WriteResult> clearPresence(String key, String path) {
		return this.client.clearPresence(key, path);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value) {
		return this.client.append(key, value);
	}

	@Override
	public CompletableFuture<WriteResult> append(String key, @Nullable Object value, int maxLength) {
		return this.client.append(key, value, maxLength);
	}

	@Override
	public CompletableFuture<JsonNode> call(String method, Object args) {
		return this.client.call(method, args);
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
	public Optional<KeyState> live(String key) {
		return this.client.live(key);
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

}
