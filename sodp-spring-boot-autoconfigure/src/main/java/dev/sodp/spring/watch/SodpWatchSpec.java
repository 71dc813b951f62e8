// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.ArrayList;
import java.util.Arrays;
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
 * The attributes of a watcher that is registered in code, equivalent to those of
 * {@link SodpWatch}. Immutable.
 *
 * @param id name of the watcher, unique in its registry
 * @param keys the keys to watch; at least one
 * @param path the part of each key's value to watch, in the syntax of
 * {@link PathPattern}, or null for the whole value
 * @param params subscription parameters for the server, any value Jackson can serialize,
 * or null for none
 * @param autoStartup whether the application context starts the watcher
 * @param errorHandler handles the watcher's failures, or null for the handler of all
 * watchers
 * @param executor runs the calls, or null for the client's callback executor; must not
 * run tasks on the calling thread
 * @param delivery what happens to events that arrive faster than they are handled
 * @param sources the origins of the events to call for; at least one
 * @param client name of the client that watches
 */
public record SodpWatchSpec(String id, List<String> keys, @Nullable String path, @Nullable Object params,
		boolean autoStartup, @Nullable SodpErrorHandler errorHandler, @Nullable Executor executor,
		DeliveryMode delivery, Set<Source> sources, String client) {

	/**
	 * Validates the components, except for references to beans and clients.
	 * @param id name of the watcher
	 * @param keys the keys to watch
	 * @param path the part of each key's value to watch, or null
	 * @param params subscription parameters, or null
	 * @param autoStartup whether the application context starts the watcher
	 * @param errorHandler handles the watcher's failures, or null
	 * @param executor runs the calls, or null
	 * @param delivery what happens to events that arrive faster than they are handled
	 * @param sources the origins of the events to call for
	 * @param client name of the client that watches
	 * @throws IllegalArgumentException if a component is empty or the path is not valid
	 */
	public SodpWatchSpec {
		requireText(id, "id");
		keys.forEach((key) -> requireText(key, "key"));
		keys = List.copyOf(keys);
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
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
		Objects.requireNonNull(text, () -> name + " must not be null");
		if (text.isEmpty()) {
			throw new IllegalArgumentException(name + " must not be empty");
		}
	}

	/**
	 * Creates a spec for whole values of keys of the primary client, started with the
	 * application context.
	 * @param id name of the watcher
	 * @param keys at least one key
	 * @return a spec that can be refined with the {@code with} methods
	 */
	public static SodpWatchSpec of(String id, String... keys) {
		return of(id, Arrays.asList(keys));
	}

	/**
	 * Creates a spec for whole values of keys of the primary client, started with the
	 * application context.
	 * @param id name of the watcher
	 * @param keys at least one key
	 * @return a spec that can be refined with the {@code with} methods
	 */
	public static SodpWatchSpec of(String id, Collection<String> keys) {
		return new SodpWatchSpec(id, new ArrayList<>(keys), null, null, true, null, null, DeliveryMode.EVERY,
				EnumSet.allOf(Source.class), SodpClients.PRIMARY);
	}

	/**
	 * Returns a copy with another path.
	 * @param newPath the part of each key's value to watch, in the syntax of
	 * {@link PathPattern}, or null for the whole value
	 * @return the copy
	 * @throws IllegalArgumentException if the path is not valid
	 */
	public SodpWatchSpec withPath(@Nullable String newPath) {
		return new SodpWatchSpec(this.id, this.keys, newPath, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	/**
	 * Returns a copy with other subscription parameters.
	 * @param newParams any value Jackson can serialize, or null for none
	 * @return the copy
	 */
	public SodpWatchSpec withParams(@Nullable Object newParams) {
		return new SodpWatchSpec(this.id, this.keys, this.path, newParams, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	/**
	 * Returns a copy that is or is not started by the application context.
	 * @param newAutoStartup whether the application context starts the watcher
	 * @return the copy
	 */
	public SodpWatchSpec withAutoStartup(boolean newAutoStartup) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, newAutoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	/**
	 * Returns a copy with another error handler.
	 * @param newErrorHandler handles the watcher's failures, or null for the handler of
	 * all watchers
	 * @return the copy
	 */
	public SodpWatchSpec withErrorHandler(@Nullable SodpErrorHandler newErrorHandler) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, newErrorHandler,
				this.executor, this.delivery, this.sources, this.client);
	}

	/**
	 * Returns a copy with another executor.
	 * @param newExecutor runs the calls, or null for the client's callback executor; must
	 * not run tasks on the calling thread
	 * @return the copy
	 */
	public SodpWatchSpec withExecutor(@Nullable Executor newExecutor) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				newExecutor, this.delivery, this.sources, this.client);
	}

	/**
	 * Returns a copy with another delivery mode.
	 * @param newDelivery what happens to events that arrive faster than they are handled
	 * @return the copy
	 */
	public SodpWatchSpec withDelivery(DeliveryMode newDelivery) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, newDelivery, this.sources, this.client);
	}

	/**
	 * Returns a copy for events of other origins.
	 * @param newSources the origins of the events to call for; at least one
	 * @return the copy
	 * @throws IllegalArgumentException if there is no origin
	 */
	public SodpWatchSpec withSources(Set<Source> newSources) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, newSources, this.client);
	}

	/**
	 * Returns a copy for another client.
	 * @param newClient name of the client that watches
	 * @return the copy
	 * @throws IllegalArgumentException if the name is empty
	 */
	public SodpWatchSpec withClient(String newClient) {
		return new SodpWatchSpec(this.id, this.keys, this.path, this.params, this.autoStartup, this.errorHandler,
				this.executor, this.delivery, this.sources, newClient);
	}

}
