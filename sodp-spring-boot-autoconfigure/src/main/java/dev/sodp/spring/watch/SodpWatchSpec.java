// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.spring.SodpClients;
import dev.sodp.state.PathPattern;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher watches and how it is called: the attributes of {@link SodpWatch} for
 * watchers that are registered in code. Immutable.
 *
 * @param id name of the watcher, unique in its registry
 * @param keys what to watch, at least one key
 * @param path the part of the keys to watch, as {@link PathPattern} reads it, or null for
 * the whole value
 * @param params subscription parameters for the server, anything Jackson can write, or
 * null for none
 * @param autoStartup whether the application context starts the watcher
 * @param errorHandler takes the watcher's failures, or null for the one of all watchers
 * @param executor runs the calls, or null for the client's callback executor
 * @param delivery what happens to events that come faster than they are taken
 * @param sources the events to call with, at least one
 * @param client name of the client that watches
 */
public record SodpWatchSpec(String id, List<String> keys, @Nullable String path, @Nullable Object params,
		boolean autoStartup, @Nullable SodpErrorHandler errorHandler, @Nullable Executor executor,
		DeliveryMode delivery, Set<Source> sources, String client) {

	/**
	 * Checks all but the names of things elsewhere.
	 * @throws IllegalArgumentException saying what is wrong
	 */
	public SodpWatchSpec {
		requireText(id, "id");
		keys = List.copyOf(keys);
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
		keys.forEach((key) -> requireText(key, "key"));
		if (path != null) {
			PathPattern.parse(path);
		}
		Objects.requireNonNull(delivery, "delivery must not be null");
		sources = Set.copyOf(sources);
		if (sources.isEmpty()) {
			throw new IllegalArgumentException("sources must not be empty");
		}
		requireText(client, "client");
	}

	private static void requireText(String text, String name) {
		if (text.isEmpty()) {
			throw new IllegalArgumentException(name + " must not be empty");
		}
	}

	/**
	 * A watcher of whole values on the primary client that starts with the context.
	 * @param id name of the watcher
	 * @param keys at least one key
	 * @return to be refined with the methods of this record
	 */
	public static SodpWatchSpec of(String id, String... keys) {
		return of(id, List.of(keys));
	}

	/**
	 * A watcher of whole values on the primary client that starts with the context.
	 * @param id name of the watcher
	 * @param keys at least one key
	 * @return to be refined with the methods of this record
	 */
	public static SodpWatchSpec of(String id, Collection<String> keys) {
		return new SodpWatchSpec(id, List.copyOf(keys), null, null, true, null, null, DeliveryMode.EVERY,
				EnumSet.allOf(Source.class), SodpClients.PRIMARY);
	}

	public SodpWatchSpec withPath(@Nullable String newPath) {
		return new SodpWatchSpec(this.id, this.keys, newPath, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	public SodpWatchSpec withParams(@Nullable Object newParams) {
		return new SodpWatchSpec(this.id, this.keys, this.path, newParams, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	public SodpWatchSpec withAutoStartup(boolean newAutoStartup) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, newAutoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	public SodpWatchSpec withErrorHandler(@Nullable SodpErrorHandler newErrorHandler) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, newErrorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	public SodpWatchSpec withExecutor(@Nullable Executor newExecutor) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				newExecutor, this.delivery, this.sources, this.client);
	}

	public SodpWatchSpec withDelivery(DeliveryMode newDelivery) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, newDelivery, this.sources, this.client);
	}

	public SodpWatchSpec withSources(Set<Source> newSources) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, newSources, this.client);
	}

	public SodpWatchSpec withClient(String newClient) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, newClient);
	}

}
