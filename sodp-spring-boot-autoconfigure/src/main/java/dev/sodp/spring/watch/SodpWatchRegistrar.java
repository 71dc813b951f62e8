// SPDX-License-Identifier: Apache-2.0

package dev.sodp.spring.watch;

import java.lang.reflect.Method;

import dev.sodp.client.AsyncStateChangeListener;
import dev.sodp.client.StateChangeListener;
import tools.jackson.core.type.TypeReference;

/**
 * Takes watchers that are registered in code. What is registered after the application
 * context has started starts at once. Every method refuses an id that is taken and an
 * unknown client with an {@link InvalidSodpWatchException}.
 */
public interface SodpWatchRegistrar {

	/**
	 * Registers a listener of steps from value to value.
	 * @param <T> type of the values, with a path of its places
	 * @param spec what to watch and how
	 * @param type class of the values; {@link tools.jackson.databind.JsonNode} for the
	 * tree as it is
	 * @param listener called one event after the other
	 */
	<T> void register(SodpWatchSpec spec, Class<T> type, StateChangeListener<T> listener);

	<T> void register(SodpWatchSpec spec, TypeReference<T> type, StateChangeListener<T> listener);

	/**
	 * Registers a listener that finishes later.
	 * @param <T> type of the values, with a path of its places
	 * @param spec what to watch and how
	 * @param type class of the values
	 * @param listener called when the stage it returned before has completed
	 */
	<T> void registerAsync(SodpWatchSpec spec, Class<T> type, AsyncStateChangeListener<T> listener);

	<T> void registerAsync(SodpWatchSpec spec, TypeReference<T> type, AsyncStateChangeListener<T> listener);

	/**
	 * Registers a method as if it were annotated with {@link SodpWatch}; an annotation
	 * {@code @SendTo} on it counts.
	 * @param spec what to watch and how
	 * @param bean the object to call
	 * @param method a method of its class
	 * @throws InvalidSodpWatchException if no event could fill its parameters
	 */
	void register(SodpWatchSpec spec, Object bean, Method method);

}
