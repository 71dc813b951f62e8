// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.sodp.client.DeliveryMode;
import dev.sodp.client.WatchMeta.Source;
import dev.sodp.spring.SodpClients;
import dev.sodp.spring.internal.KeyNames;
import dev.sodp.spring.internal.Problem;
import dev.sodp.state.PathPattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a watcher that is registered in code, equivalent to those of
 * {@link SodpWatch}. Immutable. References to beans and clients are checked when the
 * watcher is registered.
 */
public final class SodpWatchSpec {

	private final Attributes attributes;

	private SodpWatchSpec(Attributes attributes) {
		this.attributes = attributes;
	}

	/**
	 * Creates a spec for whole values of keys of the primary client, started with the
	 * application context.
	 * @param id name of the watcher
	 * @param keys at least one key, or a pattern such as {@code game.*} that stands for
	 * all keys with a prefix
	 * @return a spec that can be refined with the {@code with} methods
	 * @throws IllegalArgumentException if the id or a key is empty, there is no key, or
	 * an asterisk is anywhere but in the last segment
	 */
	public static SodpWatchSpec of(String id, String... keys) {
		return of(id, Arrays.asList(keys));
	}

	/**
	 * Creates a spec for whole values of keys of the primary client, started with the
	 * application context.
	 * @param id name of the watcher
	 * @param keys at least one key, or a pattern such as {@code game.*} that stands for
	 * all keys with a prefix
	 * @return a spec that can be refined with the {@code with} methods
	 * @throws IllegalArgumentException if the id or a key is empty, there is no key, or
	 * an asterisk is anywhere but in the last segment
	 */
	public static SodpWatchSpec of(String id, Collection<String> keys) {
		requireText(id, "id");
		keys.forEach(SodpWatchSpec::checkKey);
		if (keys.isEmpty()) {
			throw new IllegalArgumentException("keys must not be empty");
		}
		return new SodpWatchSpec(new Attributes(id, List.copyOf(keys)));
	}

	private static void checkKey(String key) {
		requireText(key, "key");
		Problem problem = KeyNames.problem(key);
		if (problem != null) {
			throw new IllegalArgumentException(problem.text() + ". " + problem.remedy());
		}
	}

	private static void requireText(String text, String name) {
		Objects.requireNonNull(text, () -> name + " must not be null");
		if (text.isEmpty()) {
			throw new IllegalArgumentException(name + " must not be empty");
		}
	}

	private SodpWatchSpec with(Consumer<Attributes> change) {
		Attributes copy = this.attributes.copy();
		change.accept(copy);
		return new SodpWatchSpec(copy);
	}

	/**
	 * Returns the name of the watcher, unique in its registry.
	 * @return the name
	 */
	public String id() {
		return this.attributes.id;
	}

	/**
	 * Returns the keys to watch.
	 * @return at least one key or pattern; unmodifiable
	 */
	public List<String> keys() {
		return this.attributes.keys;
	}

	/**
	 * Returns the part of each key's value to watch, in the syntax of
	 * {@link PathPattern}.
	 * @return null for the whole value
	 */
	public @Nullable String path() {
		return this.attributes.path;
	}

	/**
	 * Returns the subscription parameters for the server.
	 * @return any value Jackson can serialize, or null for none
	 */
	public @Nullable Object params() {
		return this.attributes.params;
	}

	/**
	 * Returns whether the application context starts the watcher.
	 * @return true unless set
	 */
	public boolean autoStartup() {
		return this.attributes.autoStartup;
	}

	/**
	 * Returns the handler of the watcher's failures.
	 * @return null for the handler of all watchers
	 */
	public @Nullable SodpErrorHandler errorHandler() {
		return this.attributes.errorHandler;
	}

	/**
	 * Returns the executor that runs the calls.
	 * @return null for the client's callback executor
	 */
	public @Nullable Executor executor() {
		return this.attributes.executor;
	}

	/**
	 * Returns what happens to events that arrive faster than they are handled.
	 * @return {@link DeliveryMode#EVERY} unless set
	 */
	public DeliveryMode delivery() {
		return this.attributes.delivery;
	}

	/**
	 * Returns the origins of the events to call for.
	 * @return at least one; unmodifiable
	 */
	public Set<Source> sources() {
		return this.attributes.sources;
	}

	/**
	 * Returns the name of the client that watches.
	 * @return {@link SodpClients#PRIMARY} unless set
	 */
	public String client() {
		return this.attributes.client;
	}

	/**
	 * Returns a copy with another path.
	 * @param newPath the part of each key's value to watch, in the syntax of
	 * {@link PathPattern}, or null for the whole value
	 * @return the copy
	 * @throws IllegalArgumentException if the path is not valid
	 */
	public SodpWatchSpec withPath(@Nullable String newPath) {
		if (newPath != null) {
			PathPattern.parse(newPath);
		}
		return with((copy) -> copy.path = newPath);
	}

	/**
	 * Returns a copy with other subscription parameters.
	 * @param newParams any value Jackson can serialize, or null for none
	 * @return the copy
	 */
	public SodpWatchSpec withParams(@Nullable Object newParams) {
		return with((copy) -> copy.params = newParams);
	}

	/**
	 * Returns a copy that is or is not started by the application context.
	 * @param newAutoStartup whether the application context starts the watcher
	 * @return the copy
	 */
	public SodpWatchSpec withAutoStartup(boolean newAutoStartup) {
		return with((copy) -> copy.autoStartup = newAutoStartup);
	}

	/**
	 * Returns a copy with another error handler.
	 * @param newErrorHandler handles the watcher's failures, or null for the handler of
	 * all watchers
	 * @return the copy
	 */
	public SodpWatchSpec withErrorHandler(@Nullable SodpErrorHandler newErrorHandler) {
		return with((copy) -> copy.errorHandler = newErrorHandler);
	}

	/**
	 * Returns a copy with another executor.
	 * @param newExecutor runs the calls, or null for the client's callback executor; must
	 * not run tasks on the calling thread
	 * @return the copy
	 */
	public SodpWatchSpec withExecutor(@Nullable Executor newExecutor) {
		return with((copy) -> copy.executor = newExecutor);
	}

	/**
	 * Returns a copy with another delivery mode.
	 * @param newDelivery what happens to events that arrive faster than they are handled
	 * @return the copy
	 */
	public SodpWatchSpec withDelivery(DeliveryMode newDelivery) {
		Objects.requireNonNull(newDelivery, "delivery must not be null");
		return with((copy) -> copy.delivery = newDelivery);
	}

	/**
	 * Returns a copy for events of other origins.
	 * @param newSources the origins of the events to call for; at least one
	 * @return the copy
	 * @throws IllegalArgumentException if there is no origin
	 */
	public SodpWatchSpec withSources(Set<Source> newSources) {
		Set<Source> checked = Set.copyOf(newSources);
		if (checked.isEmpty()) {
			throw new IllegalArgumentException("sources must not be empty");
		}
		return with((copy) -> copy.sources = checked);
	}

	/**
	 * Returns a copy for another client.
	 * @param newClient name of the client that watches
	 * @return the copy
	 * @throws IllegalArgumentException if the name is empty
	 */
	public SodpWatchSpec withClient(String newClient) {
		requireText(newClient, "client");
		return with((copy) -> copy.client = newClient);
	}

	@Override
	public String toString() {
		return "SodpWatchSpec[id=" + id() + ", keys=" + keys() + ", client=" + client() + "]";
	}

	/**
	 * Another attribute is a field here with its default, an accessor and a {@code with}
	 * method.
	 */
	private static final class Attributes implements Cloneable {

		private final String id;

		private final List<String> keys;

		private @Nullable String path;

		private @Nullable Object params;

		private boolean autoStartup = true;

		private @Nullable SodpErrorHandler errorHandler;

		private @Nullable Executor executor;

		private DeliveryMode delivery = DeliveryMode.EVERY;

		private Set<Source> sources = Set.copyOf(EnumSet.allOf(Source.class));

		private String client = SodpClients.PRIMARY;

		private Attributes(String id, List<String> keys) {
			this.id = id;
			this.keys = keys;
		}

		private Attributes copy() {
			try {
				return (Attributes) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

}
